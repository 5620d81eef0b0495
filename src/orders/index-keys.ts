import { resolveArea } from '../geo/offline-geocoder';
import { limaDayOf } from '../kernel/lima-days';
import { createdAtOf } from '../kernel/ids';
import { present } from '../kernel/present';
import type { Order } from './order';
import { hasNoAttemptLeft, STATES } from './states';
import { listShard, shardOf, statusShard } from './status-shard';

/** What an order's item bears besides the order, for its indexes. All of it follows from the order, so every write sets and removes it alike. */
export interface IndexKeys {
  readonly status_shard: string;
  readonly list_shard: string;
  /** `2026-11-27#3`: its day and shard, while it awaits a route. */
  readonly waiting_day?: string;
  /** `150122#2026-11-26T15:04:05.123Z`: its district and creation, while it awaits a route. */
  readonly waiting_place?: string;
  /** `SHOP-1#PEDIDO-1001` */
  readonly reference_key?: string;
  /** `SHOP-1#2026-11-27`: its shop and the day in Lima of its delivery. */
  readonly delivered_key?: string;
}

/** The district of an address that names none: no code of INEI's begins with it. */
export const UNKNOWN_DISTRICT = '000000';

/** Whether an order waits to be put on a route: it is on none, and may join one. */
export const awaitsRoute = (
  order: Pick<Order, 'status' | 'attempt_count' | 'attempts_granted' | 'route_id'>,
): boolean => order.route_id === undefined && STATES[order.status].assignable && !hasNoAttemptLeft(order);

/** Returns the district of an order's address, six digits of INEI's. */
export function districtOf({ delivery_address }: Pick<Order, 'delivery_address'>): string {
  const area = resolveArea(delivery_address);
  return (area.found ? area.ubigeo : undefined) ?? UNKNOWN_DISTRICT;
}

export const waitingDay = (day: string, shard: number): string => `${day}#${shard}`;
export const waitingPlace = (district: string, orderId: string): string => `${district}#${createdAtOf(orderId)}`;
export const referenceKey = (customerId: string, reference: string): string => `${customerId}#${reference}`;
export const deliveredKey = (customerId: string, day: string): string => `${customerId}#${day}`;

/** Returns the keys of an order where a state and a day have so many shards. */
export function indexKeys(order: Order, shards: number): IndexKeys {
  const { order_id, customer_id, reference, service_day, status, delivered_at } = order;
  const waits = awaitsRoute(order);
  return {
    status_shard: statusShard(status, order_id, shards),
    list_shard: listShard(order_id),
    ...present({
      waiting_day: waits ? waitingDay(service_day, shardOf(order_id, shards)) : undefined,
      waiting_place: waits ? waitingPlace(districtOf(order), order_id) : undefined,
      reference_key: reference === undefined ? undefined : referenceKey(customer_id, reference),
      delivered_key: delivered_at === undefined ? undefined : deliveredKey(customer_id, limaDayOf(delivered_at)),
    }),
  };
}

/** Returns an order as it is stored: with the keys that it has now, and none of those that it had when it was read. */
export function withIndexKeys(order: Order & Partial<IndexKeys>, shards: number): Order & IndexKeys {
  const { status_shard: _status, list_shard: _list, waiting_day: _day, waiting_place: _place, ...rest } = order;
  const { reference_key: _reference, delivered_key: _delivered, ...plain } = rest;
  return { ...plain, ...indexKeys(plain, shards) };
}
