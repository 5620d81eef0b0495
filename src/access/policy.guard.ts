import { CanActivate, ExecutionContext, Injectable, OnModuleInit, RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { DinexRequest } from '../http/request';
import { DinexError } from '../kernel/errors';
import type { PolicyRow } from './policy';
import { Policy } from './policy-table';
import type { Principal } from './principal';

/** A class, of which only the methods matter here. */
interface Controller {
  readonly prototype: object;
}

/** Denies by default: a request passes only where the policy's row of its route gives its principal's role a permission. */
@Injectable()
export class PolicyGuard implements CanActivate, OnModuleInit {
  private readonly routes = new WeakMap<object, string>();

  constructor(
    private readonly policy: Policy,
    private readonly modules: ModulesContainer,
  ) {}

  /** @throws Error that names the routes without a row: the application does not boot. */
  onModuleInit(): void {
    const routes = [...this.modules.values()].flatMap(({ controllers }) =>
      [...controllers.values()].flatMap(({ metatype }) => (metatype === null ? [] : routesOf(metatype))),
    );
    for (const { handler, route } of routes) this.routes.set(handler, route);
    const missing = routes.map(({ route }) => route).filter((route) => !this.policy.knows(route));
    if (missing.length > 0) throw new Error(`Routes without a row in access/policy.ts: ${missing.join(', ')}`);
  }

  /** @throws DinexError `unauthenticated`, or `forbidden` for a role or a credential that may not use this route. */
  canActivate(context: ExecutionContext): boolean {
    const route = this.routes.get(context.getHandler()) ?? '';
    if (this.policy.isPublic(route)) return true;
    const { principal } = context.switchToHttp().getRequest<DinexRequest>();
    if (principal === undefined) throw new DinexError('unauthenticated', NO_CREDENTIAL);
    const row = this.policy.row(route);
    if (row === undefined) throw new DinexError('forbidden', 'Nobody may do this.');
    check(principal, row);
    return true;
  }
}

export const NO_CREDENTIAL = 'This request needs a credential: Authorization: Bearer, with a DINEX key or a token.';

function check({ role, scopes }: Principal, { allows, scope }: PolicyRow): void {
  if (allows[role] === undefined) throw new DinexError('forbidden', `The role ${role} may not do this.`);
  if (scopes !== undefined && !scopes.includes(scope))
    throw new DinexError('forbidden', `This credential lacks the scope ${scope}.`, {
      members: { scope },
      challenge: 'insufficient_scope',
    });
}

/** Returns every route that a controller declares, as the policy spells it. */
export function routesOf(controller: Controller): { readonly handler: object; readonly route: string }[] {
  const { prototype } = controller;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    if (typeof handler !== 'function') return [];
    const method: unknown = Reflect.getMetadata('method', handler);
    if (typeof method !== 'number') return [];
    const paths = texts(Reflect.getMetadata('path', controller)).flatMap((prefix) =>
      texts(Reflect.getMetadata('path', handler)).map((path) => joined(prefix, path)),
    );
    return paths.map((path) => ({ handler, route: `${RequestMethod[method]} ${path}` }));
  });
}

const texts = (path: unknown): string[] => [path].flat().map(String);

const joined = (...parts: readonly string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
