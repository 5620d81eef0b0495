import type { DataOf } from '../kernel/data-of';
import { createdAtOf, OrderId, trackingIdOf } from '../kernel/ids';
import { Centimos, taxOn } from '../kernel/money';
import { present } from '../kernel/present';
import type { Actor } from '../access/principal';
import type { DelivererDto, OrderDto, OrderLineDto, RefusedScanDto } from './order-response.dto';
import type { CreateOrderDto, NewOrderDto, PatchOrderDto, ProductDto, RecipientDto } from './orders.dto';
import type { StoppableChannel } from './opt-outs';
import { serviceDayOf } from './service-day';
import { EventReason, FIRST_STATUS } from './states';

export type Recipient = DataOf<RecipientDto>;
/** Where the parcel goes: one text, or its parts. */
export type DeliveryAddress = OrderInput['delivery_address'];
/** A line of goods as the shop sends it. */
export type ProductInput = DataOf<ProductDto>;
/** A line as stored: what the shop sent and what the server computed. */
export type OrderLine = DataOf<OrderLineDto>;
/** What a shop sends to create an order; already valid field by field. */
export type OrderInput = DataOf<CreateOrderDto>;
/** What a shop sends, before it is known which shop that is. */
export type NewOrder = DataOf<NewOrderDto>;
/** What a shop may change. */
export type OrderPatch = DataOf<PatchOrderDto>;

/** Who handed a parcel over. */
export type Deliverer = DataOf<DelivererDto>;
/** A scan of an earlier time that was not taken, kept for a dispatcher. */
export type RefusedScan = DataOf<RefusedScanDto>;

/** What of an order the API does not show. */
export interface Bookkeeping {
  readonly picked_up: boolean;
  /** How many events the tracker holds: how a reader of both knows that it saw the same moment of them. */
  readonly event_count: number;
  readonly last_event_id: string;
  readonly last_event_at: string;
  /** Why the last event happened, where it says so: for the letter about it. */
  readonly last_reason_code?: EventReason;
  /**
   * The event whose arrival made the state that was told last: a late one, or a correction, is not the last to have happened. Orders from
   * before it was kept have their last event's.
   */
  readonly caused_by?: string;
  /** Whether that event is a correction, so that what was told before was wrong. */
  readonly corrected?: true;
  /** SHA-256 of the token of its recipient's link, under which it is found. Orders from before links have none. */
  readonly token_hash?: string;
  /** How many links it has had: only the last opens. */
  readonly token_version?: number;
  /** The id of the key under which that token was made. */
  readonly token_key?: string;
  /** Channels by which its recipient wants to be told no more. */
  readonly opted_out?: readonly StoppableChannel[];
  /** Who made the order. */
  readonly created_by?: Actor;
  /** The correlation id of the request that made the last event. */
  readonly correlation_id?: string;
  /** Names the write that made this version: how a retry recognises its own after a lost reply. */
  readonly write_id: string;
  /** Epoch seconds; only on orders in a terminal state. */
  readonly ttl?: number;
}

/** An order as stored. It is also the head of its tracker: one item, so the two never disagree. */
export interface Order extends DataOf<OrderDto>, Bookkeeping {}

/** Returns the lines with their tax and totals; an `igvPercent` of 18 is 18 %. */
export function computeLines(products: readonly ProductInput[], igvPercent: number): OrderLine[] {
  return products.map((product) => {
    const subtotal = product.quantity * product.unit_price;
    const igv = taxOn(subtotal, igvPercent);
    return { ...product, subtotal, igv, total: subtotal + igv };
  });
}

/** Returns an order's totals: the sums of its lines, never computed afresh, since tax authorities reject documents where the two differ. */
export function sumLines(lines: readonly OrderLine[]): Pick<Order, 'subtotal' | 'igv' | 'total'> {
  const sum = (figure: (line: OrderLine) => Centimos): Centimos =>
    lines.reduce((total, line) => total + figure(line), 0);
  return { subtotal: sum((line) => line.subtotal), igv: sum((line) => line.igv), total: sum((line) => line.total) };
}

export interface Creation {
  readonly orderId: OrderId;
  readonly writeId: string;
  readonly igvPercent: number;
  readonly createdBy?: Actor;
  readonly correlationId?: string;
}

/** Returns a new order; `created_at` is the instant inside its id, and the id is also that of its CREATED event. */
export function createOrder(
  input: OrderInput,
  { orderId, writeId, igvPercent, createdBy, correlationId }: Creation,
): Order {
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
    service_day: serviceDayOf({ ...input, created_at }),
    attempt_count: 0,
    missing_scan: false,
    picked_up: false,
    event_count: 0,
    last_event_id: orderId,
    last_event_at: created_at,
    caused_by: orderId,
    ...present({ created_by: createdBy, correlation_id: correlationId }),
    write_id: writeId,
  };
}
