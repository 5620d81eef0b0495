import { districtTable } from '../geo/districts';
import { resolveArea } from '../geo/offline-geocoder';
import { invalid } from '../kernel/errors';
import { present } from '../kernel/present';
import { namesIn } from '../kernel/record';
import { spanOf } from '../kernel/span';
import type { DataOf } from '../kernel/data-of';
import { UNKNOWN_DISTRICT } from './index-keys';
import type { ListOrdersQuery } from './list-orders.dto';
import type { NameFilter } from './orders.named';
import type { ChangesFilter } from './orders.following';
import type { OrderFilter } from './orders.listing';
import type { WaitingFilter } from './orders.waiting';

/** What a list of orders may be asked for, page and place aside. */
export type OrdersAsked = Omit<DataOf<ListOrdersQuery>, 'limit' | 'cursor'>;

/** One of the lists of orders, each of which has an index of its own. */
export type OrderList =
  | { readonly kind: 'by_time'; readonly filter: OrderFilter }
  | { readonly kind: 'by_name'; readonly filter: NameFilter }
  | { readonly kind: 'changes'; readonly filter: ChangesFilter }
  | { readonly kind: 'waiting'; readonly filter: WaitingFilter };

/** Each list by what it must be asked with, and what narrows it. A list that `day` makes knows no `status`: whoever waits has several. */
const NARROWED_BY = {
  day: ['awaiting', 'district'],
  delivered: ['customer_id'],
  reference: ['customer_id'],
  updated_since: ['customer_id'],
} as const satisfies Partial<Record<keyof OrdersAsked, readonly (keyof OrdersAsked)[]>>;

/**
 * Returns which list a query means.
 *
 * @throws DinexError `invalid` for filters that no one list has, or one that lacks its companion.
 */
export function listAsked(asked: OrdersAsked): OrderList {
  const { customer_id, status, reference, delivered, day, awaiting, district, from, to, updated_since } = asked;
  for (const name of namesIn(NARROWED_BY)) if (asked[name] !== undefined) refuseOthers(asked, name, NARROWED_BY[name]);
  if (day !== undefined) {
    if (awaiting === undefined) throw lacking('awaiting', 'day', 'awaiting=route');
    return {
      kind: 'waiting',
      filter: { day, ...present({ area: district === undefined ? undefined : areaOf(district) }) },
    };
  }
  if (awaiting !== undefined) throw lacking('day', 'awaiting', 'day=2026-11-27');
  if (district !== undefined) throw lacking('day', 'district', 'day=2026-11-27');
  if (delivered !== undefined) {
    if (customer_id === undefined) throw lacking('customer_id', 'delivered', 'customer_id');
    return { kind: 'by_name', filter: { customer_id, delivered } };
  }
  if (reference !== undefined) {
    if (customer_id === undefined) throw lacking('customer_id', 'reference', 'customer_id');
    return { kind: 'by_name', filter: { customer_id, reference } };
  }
  if (updated_since !== undefined) {
    if (customer_id === undefined) throw lacking('customer_id', 'updated_since', 'customer_id');
    return { kind: 'changes', filter: { customer_id, updated_since } };
  }
  return { kind: 'by_time', filter: present({ customer_id, status, span: spanOf(from, to) }) };
}

function refuseOthers(asked: OrdersAsked, name: string, companions: readonly string[]): void {
  const other = Object.entries<unknown>(asked).find(
    ([field, value]) => value !== undefined && field !== name && !companions.includes(field),
  );
  if (other !== undefined)
    throw invalid(`#/${other[0]}`, `${other[0]} does not go with ${name}: leave one of the two out.`, 'query');
}

const lacking = (pointer: string, name: string, missing: string): Error =>
  invalid(`#/${pointer}`, `${name} needs a companion: give ${missing} too.`, 'query');

/**
 * Returns the code of INEI's that a district's name means, or the code that is given.
 *
 * @throws DinexError `invalid` for a code or a name that no district has.
 */
function areaOf(district: string): string {
  if (/^\d+$/.test(district)) {
    const known =
      district === UNKNOWN_DISTRICT || districtTable().all.some(({ ubigeo }) => ubigeo.startsWith(district));
    if (![2, 4, 6].includes(district.length) || !known)
      throw invalid(
        '#/district',
        'district must be a name, or the two, four or six digits of INEI’s for a place.',
        'query',
      );
    return district;
  }
  const area = resolveArea({ district });
  if (!area.found || area.ubigeo === undefined || area.precision !== 'district')
    throw invalid('#/district', 'district names no district of Peru: give the six digits of INEI’s.', 'query');
  return area.ubigeo;
}
