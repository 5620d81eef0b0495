import { present } from '../../kernel/present';
import type { Order } from '../../orders/order';
import { windowOf } from '../../orders/service-day';

/** What a driver needs at the door. */
export interface ManifestEntry {
  /** Absent: it is no longer kept. */
  readonly recipient?: string;
  readonly phone?: string;
  readonly address: string;
  readonly reference?: string;
  readonly notes?: string;
  /** Instants, where the recipient was promised a time. */
  readonly window?: { readonly from: string; readonly until: string };
  /** What the shop calls it, or the last digits of the order. */
  readonly label: string;
  readonly pieces: number;
}

/** Returns what a driver needs at the door of these orders, by order; no more of one that is no longer to be delivered. */
export const manifestOf = (orders: ReadonlyMap<string, Order>): ReadonlyMap<string, ManifestEntry> =>
  new Map([...orders].map(([id, order]) => [id, entryOf(order)]));

function entryOf(order: Order): ManifestEntry {
  const { recipient, delivery_address: to, products } = order;
  const parts = typeof to === 'string' ? { street: to } : to;
  const written = [parts.street, 'district' in parts ? parts.district : undefined].filter((part) => part !== undefined);
  return {
    address: written.join(', '),
    label: order.reference ?? order.tracking_id.slice(-8),
    pieces: products.reduce((sum, { quantity }) => sum + quantity, 0),
    ...present({
      recipient: recipient?.name,
      phone: recipient?.phone,
      reference: 'reference' in parts ? parts.reference : undefined,
      notes: order.notes,
      window: windowOf(order),
    }),
  };
}
