import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { currentScope } from '../observability/scope';
import { readBody } from './body';
import type { DinexRequest } from './request';
import { needsOf } from './route-needs';

/**
 * Prepares a request as its handler's decorators say (`route-needs.ts`): sets its deadline, then reads its body. It is a guard because
 * guards are the first to know the handler; a middleware would have to look for it by the path. It stands after the guards that ask who
 * is calling, so that nobody's body is read.
 */
@Injectable()
export class RequestGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  /** @throws DinexError for a body that cannot be read or is not taken. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { long, fileBody } = needsOf(context.getHandler());
    if (long) currentScope()?.limitTo(this.config.LONG_REQUEST_DEADLINE_MS);
    const request = context.switchToHttp().getRequest<DinexRequest>();
    request.body = await readBody(request, fileBody);
    return true;
  }
}
