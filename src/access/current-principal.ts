import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import type { DinexRequest } from '../http/request';
import { DinexError } from '../kernel/errors';
import { NO_CREDENTIAL } from './policy.guard';
import type { Principal } from './principal';

/** Gives a handler the principal of its request: `@CurrentPrincipal() principal: Principal`. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<DinexRequest>();
  if (principal === undefined) throw new DinexError('unauthenticated', NO_CREDENTIAL);
  return principal;
});
