import { applyMergePatch } from '../kernel/merge-patch';
import { present } from '../kernel/present';
import { computeLines, Order, OrderPatch, sumLines } from './order';
import { serviceDayAfter } from './service-day';
import { STATES } from './states';

/** Returns why a patch is not legal now, or `undefined`. */
export function patchRefusal(order: Order, patch: OrderPatch): string | undefined {
  const { editable } = STATES[order.status];
  if (editable === 'nothing') return `An order that is ${order.status} cannot be changed.`;
  if (patch.products !== undefined && editable !== 'all') return 'Products can be changed only while CREATED.';
  const moves = ['delivery_address', 'time_window_start', 'time_window_end'] as const;
  if (order.route_id !== undefined && moves.some((field) => patch[field] !== undefined))
    return `Address and time window are fixed while the order is on route ${order.route_id}.`;
  return undefined;
}

/** Returns the order with the patch applied; totals follow changed products, its day a changed window, and an address is replaced whole. */
export function applyPatch(order: Order, patch: OrderPatch, igvPercent: number): Order {
  const { products, delivery_address, ...rest } = patch;
  const merged: Order = { ...applyMergePatch<Order>(order, rest), ...present({ delivery_address }) };
  const patched: Order = { ...merged, service_day: serviceDayAfter(order, merged) };
  if (products === undefined) return patched;
  const lines = computeLines(products, igvPercent);
  return { ...patched, products: lines, ...sumLines(lines) };
}
