import { Centimos, taxOn } from '../kernel/money';
import { createdAtOf, OrderId, TrackingId, trackingIdOf } from '../kernel/ids';
import { FIRST_STATUS, ParcelStatus, ReasonCode } from './states';

export const DOCUMENT_TYPES = ['DNI', 'RUC', 'CE', 'PASSPORT'] as const;
export const LOCALES = ['es-PE', 'en'] as const;

export interface Recipient {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
  readonly document_type?: (typeof DOCUMENT_TYPES)[number];
  readonly document_number?: string;
  readonly locale: (typeof LOCALES)[number];
}

export interface ProductInput {
  readonly name: string;
  readonly sku?: string;
  readonly quantity: number;
  /** Net of IGV, of one unit. */
  readonly unit_price: Centimos;
  readonly weight_grams?: number;
  readonly volume_cm3?: number;
}

/** A line as stored: what the shop sent and what the server computed. */
export interface OrderLine extends ProductInput {
  readonly subtotal: Centimos;
  readonly igv: Centimos;
  readonly total: Centimos;
}

export interface Address {
  readonly street: string;
  readonly district?: string;
  readonly province?: string;
  readonly department?: string;
  /** INEI's district code. */
  readonly ubigeo?: string;
  readonly reference?: string;
  readonly lat?: number;
  readonly lon?: number;
}

/** What a shop sends to create an order; already valid field by field. */
export interface OrderInput {
  readonly customer_id: string;
  readonly reference?: string;
  readonly recipient: Recipient;
  readonly products: readonly ProductInput[];
  readonly delivery_address: string | Address;
  readonly time_window_start?: string;
  readonly time_window_end?: string;
  readonly notes?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An order as stored. It is also the head of its tracker: one item, so the two never disagree. */
export interface Order extends Omit<OrderInput, 'products'> {
  readonly order_id: OrderId;
  readonly created_at: string;
  readonly updated_at: string;
  readonly version: number;
  readonly tracking_id: TrackingId;
  readonly products: readonly OrderLine[];
  readonly subtotal: Centimos;
  readonly igv: Centimos;
  readonly total: Centimos;
  readonly currency: 'PEN';
  readonly status: ParcelStatus;
  readonly attempt_count: number;
  readonly missing_scan: boolean;
  readonly picked_up: boolean;
  readonly route_id?: string;
  readonly driver_id?: string;
  readonly estimated_delivery_at?: string;
  /** How many events the tracker holds: how a reader of both knows that it saw the same moment of them. */
  readonly event_count: number;
  readonly last_event_id: string;
  readonly last_event_at: string;
  /** Why, where the last event says it: for the letter about it. */
  readonly last_reason_code?: ReasonCode;
  /** Of the request that made the last event. */
  readonly correlation_id?: string;
  /** Names the write that made this version: how a retry recognises its own after a lost reply. */
  readonly write_id: string;
  /** Epoch seconds; only on orders in a terminal state. */
  readonly ttl?: number;
}

export function computeLines(products: readonly ProductInput[], igvPercent: number): OrderLine[] {
  return products.map((product) => {
    const subtotal = product.quantity * product.unit_price;
    const igv = taxOn(subtotal, igvPercent);
    return { ...product, subtotal, igv, total: subtotal + igv };
  });
}

/** The totals are the sums of the lines, never computed afresh: tax authorities reject documents where the two differ. */
export function sumLines(lines: readonly OrderLine[]): Pick<Order, 'subtotal' | 'igv' | 'total'> {
  const sum = (figure: (line: OrderLine) => Centimos): Centimos =>
    lines.reduce((total, line) => total + figure(line), 0);
  return { subtotal: sum((line) => line.subtotal), igv: sum((line) => line.igv), total: sum((line) => line.total) };
}

export interface Creation {
  readonly orderId: OrderId;
  readonly writeId: string;
  readonly igvPercent: number;
  readonly correlationId?: string;
}

/** A new order; `created_at` is the instant inside its id, and the id is also that of its CREATED event. */
export function createOrder(input: OrderInput, { orderId, writeId, igvPercent, correlationId }: Creation): Order {
  const created_at = createdAtOf(orderId);
  const lines = computeLines(input.products, igvPercent);
  return {
    ...input,
    order_id: orderId,
    created_at,
    updated_at: created_at,
    version: 1,
    tracking_id: trackingIdOf(orderId),
    products: lines,
    ...sumLines(lines),
    currency: 'PEN',
    status: FIRST_STATUS,
    attempt_count: 0,
    missing_scan: false,
    picked_up: false,
    event_count: 0,
    last_event_id: orderId,
    last_event_at: created_at,
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
    write_id: writeId,
  };
}

/** What the API shows of an order, in this order; whatever else is stored stays in the store. */
const VIEW = [
  'order_id',
  'tracking_id',
  'version',
  'status',
  'created_at',
  'updated_at',
  'customer_id',
  'reference',
  'recipient',
  'products',
  'subtotal',
  'igv',
  'total',
  'currency',
  'delivery_address',
  'time_window_start',
  'time_window_end',
  'estimated_delivery_at',
  'route_id',
  'driver_id',
  'attempt_count',
  'missing_scan',
  'notes',
  'metadata',
] as const satisfies readonly (keyof Order)[];

export type OrderView = Pick<Order, (typeof VIEW)[number]>;

export const viewOrder = (order: Order): OrderView =>
  Object.fromEntries(VIEW.filter((name) => order[name] !== undefined).map((name) => [name, order[name]])) as OrderView;
