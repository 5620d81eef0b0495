import { invalid } from '../kernel/errors';
import { applyMergePatch } from '../kernel/merge-patch';
import { present } from '../kernel/present';
import { localeOf } from '../texts/locale';
import { computeLines, DeliveryAddress, Order, OrderPatch, Recipient, sumLines } from './order';
import type { AddressDto } from './orders.dto';
import { serviceDayAfter } from './service-day';
import { STATES } from './states';

/** What may change while the parcel is in the van: whom the driver calls, and what the driver reads. */
const CONTACT_AND_NOTES: ReadonlySet<string> = new Set(['recipient', 'notes'] satisfies (keyof OrderPatch)[]);

/** Returns why a patch is not legal now, or `undefined`. */
export function patchRefusal(order: Order, patch: OrderPatch): string | undefined {
  const { editable } = STATES[order.status];
  if (editable === 'nothing') return `An order that is ${order.status} cannot be changed.`;
  const given = Object.keys(present(patch));
  if (editable === 'contact_and_notes' && given.some((field) => !CONTACT_AND_NOTES.has(field)))
    return `Of an order that is ${order.status} only recipient and notes can be changed.`;
  if (patch.products !== undefined && editable !== 'all') return 'Products can be changed only while CREATED.';
  const moves = ['delivery_address', 'time_window_start', 'time_window_end'] as const;
  if (order.route_id !== undefined && moves.some((field) => patch[field] !== undefined))
    return `Address and time window are fixed while the order is on route ${order.route_id}.`;
  return undefined;
}

/**
 * Returns the order with the patch applied at every depth; totals follow changed products, its day a changed window, and a point does not outlive its place.
 *
 * @throws DinexError `invalid` where a patch of a recipient or an address leaves one that lacks what each must have.
 */
export function applyPatch(order: Order, patch: OrderPatch, igvPercent: number): Order {
  const { products, delivery_address: address, recipient, ...rest } = patch;
  const merged: Order = applyMergePatch<Order>(order, recipient === null ? { ...rest, recipient } : rest);
  const patched: Order = {
    ...merged,
    service_day: serviceDayAfter(order, merged),
    ...(address === undefined ? undefined : { delivery_address: addressAfter(order.delivery_address, address) }),
    ...(recipient ? { recipient: recipientAfter(order.recipient, recipient) } : undefined),
  };
  if (products === undefined) return patched;
  const lines = computeLines(products, igvPercent);
  return { ...patched, products: lines, ...sumLines(lines) };
}

/** What a point is the point of. */
const PLACED_BY = ['street', 'district', 'ubigeo'] as const;

function addressAfter(standing: DeliveryAddress, patch: NonNullable<OrderPatch['delivery_address']>): DeliveryAddress {
  if (typeof patch === 'string') return patch;
  const before: Partial<AddressDto> = typeof standing === 'string' ? {} : standing;
  const { street, ...merged } = applyMergePatch(before, patch);
  if (street === undefined)
    throw invalid('#/delivery_address/street', 'street is required, as the address of this order was one text.');
  const after = { ...merged, street };
  if (PLACED_BY.every((name) => after[name] === before[name])) return after;
  const { lat: _lat, lon: _lon, ...place } = after;
  return { ...place, ...present({ lat: patch.lat ?? undefined, lon: patch.lon ?? undefined }) };
}

function recipientAfter(standing: Recipient | undefined, patch: NonNullable<OrderPatch['recipient']>): Recipient {
  const { name, ...merged } = applyMergePatch<Partial<Recipient>>(standing ?? {}, patch);
  if (name === undefined) throw invalid('#/recipient/name', 'name is required, as this order had no recipient.');
  return { ...merged, name, locale: localeOf(merged.locale) };
}
