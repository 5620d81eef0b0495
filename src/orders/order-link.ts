import { LinkKey, linkToken, tokenHash } from '../kernel/link-token';
import type { Order } from './order';

/** Returns an order whose link is a new one under this key; an earlier one opens no more. */
export function withNewLink(order: Order, key: LinkKey): Order {
  const version = (order.token_version ?? 0) + 1;
  return {
    ...order,
    token_hash: tokenHash(linkToken({ order_id: order.order_id, version }, key)),
    token_version: version,
    token_key: key.id,
  };
}

/** Returns where a link's page is, below the address under which recipients reach us. */
export const linkUrl = (base: string, token: string): string => `${base.replace(/\/+$/, '')}/t/${token}`;

/** Returns the token of an order's link, made again; `undefined` where it has no link, or its key is in no use any more. */
export function tokenOf(
  { order_id, token_hash, token_version: version, token_key }: Order,
  keys: readonly LinkKey[],
): string | undefined {
  const key = keys.find(({ id }) => id === token_key);
  if (key === undefined || version === undefined) return undefined;
  const token = linkToken({ order_id, version }, key);
  return tokenHash(token) === token_hash ? token : undefined;
}
