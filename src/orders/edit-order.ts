import { computeLines, Order, OrderInput, Recipient, sumLines } from './order';
import { STATES } from './states';

/** A JSON Merge Patch (RFC 7396) of what a shop may change: `null` removes. */
export interface OrderPatch {
  readonly reference?: string | null;
  readonly recipient?: { readonly [Field in keyof Recipient]?: Recipient[Field] | null };
  readonly products?: OrderInput['products'];
  readonly delivery_address?: OrderInput['delivery_address'];
  readonly time_window_start?: string | null;
  readonly time_window_end?: string | null;
  readonly notes?: string | null;
  readonly metadata?: Readonly<Record<string, string | null>> | null;
}

/** Why a patch is not legal now, or `undefined`. */
export function patchRefusal(order: Order, patch: OrderPatch): string | undefined {
  const { editable } = STATES[order.status];
  if (editable === 'nothing') return `An order that is ${order.status} cannot be changed.`;
  if (patch.products !== undefined && editable !== 'all') return 'Products can be changed only while CREATED.';
  const moves = ['delivery_address', 'time_window_start', 'time_window_end'] as const;
  if (order.route_id !== undefined && moves.some((field) => patch[field] !== undefined))
    return `Address and time window are fixed while the order is on route ${order.route_id}.`;
  return undefined;
}

/** The order with the patch applied; totals follow changed products. */
export function applyPatch(order: Order, patch: OrderPatch, igvPercent: number): Order {
  const { recipient, products, metadata, ...plain } = patch;
  const merged = {
    ...order,
    ...plain,
    ...(recipient === undefined ? {} : { recipient: dropNulls({ ...order.recipient, ...recipient }) }),
    ...(metadata === undefined ? {} : { metadata: metadata && dropNulls({ ...order.metadata, ...metadata }) }),
  };
  const patched = dropNulls(merged) as unknown as Order;
  if (products === undefined) return patched;
  const lines = computeLines(products, igvPercent);
  return { ...patched, products: lines, ...sumLines(lines) };
}

const dropNulls = (record: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));
