import { CanActivate, createParamDecorator, ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Config } from '../config/config';
import { currentGatewayEvent } from '../http/api-gateway';
import { DinexError } from '../kernel/errors';
import type { DinexRequest } from '../http/request';
import type { Principal } from './principal';

const PUBLIC = 'dinex:public';
const LOCAL_OPERATOR: Principal = { id: 'local', roles: ['operator'] };

/** Marks a route that needs no principal. */
export const Public = () => SetMetadata(PUBLIC, true);

/** The principal of the request, for a handler's parameter: `@CurrentPrincipal() principal: Principal`. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<DinexRequest>();
  if (principal === undefined) throw new DinexError('unauthenticated', 'This request needs an API key.');
  return principal;
});

/** Who asks: on AWS the API Gateway key that the gateway itself has checked, on a laptop always the operator. */
export function identify(mode: Config['AUTH_MODE']): Principal | undefined {
  if (mode === 'none') return LOCAL_OPERATOR;
  const key = currentGatewayEvent()?.requestContext.identity.apiKeyId;
  return typeof key === 'string' && key !== '' ? { id: key, roles: ['operator'] } : undefined;
}

@Injectable()
export class PrincipalGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { principal } = context.switchToHttp().getRequest<DinexRequest>();
    const open = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (principal === undefined && open !== true)
      throw new DinexError('unauthenticated', 'This request needs an API key.');
    return true;
  }
}
