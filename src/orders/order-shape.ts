import { isOrderId, TrackingId } from '../kernel/ids';
import { LOCALES } from '../texts/locale';
import {
  day,
  flag,
  instant,
  listOf,
  mapOf,
  number,
  objectOf,
  oneOf,
  optional,
  pick,
  Read,
  Shape,
  text,
  textOr,
  textThat,
  whole,
  yes,
} from '../kernel/shape';
import { isRecord } from '../kernel/record';
import { DOCUMENT_TYPES } from './identity-document';
import type { FormerRoute } from './claim';
import type {
  Bookkeeping,
  Deliverer,
  Order,
  OrderInput,
  OrderLine,
  ProductInput,
  Recipient,
  RefusedScan,
} from './order';
import type { OrderDto, OrderForDriverDto, RecipientForDriverDto } from './order-response.dto';
import type { AddressDto } from './orders.dto';
import { STOPPABLE_CHANNELS } from './opt-outs';
import { serviceDayOf } from './service-day';
import { EVENT_REASONS, PARCEL_STATUSES, REASON_CODES, REFUSALS, STOP_OUTCOMES } from './states';
import { ACTOR_ROLES, Actor } from '../access/principal';

/*
 * How an order is stored, field by field. Limits are those of the day on which the order was made, and are not asked again.
 */

export const orderId = textThat('an order id', isOrderId);
export const trackingId = textThat('a tracking id', (given): given is TrackingId => given !== '');
export const parcelStatus = oneOf(PARCEL_STATUSES);
export const reasonCode = oneOf(REASON_CODES);
export const eventReason = oneOf(EVENT_REASONS);

const ACTOR: Shape<Actor> = {
  role: oneOf(ACTOR_ROLES),
  subject: text,
  credential_id: optional(text),
  driver_id: optional(text),
};
export const actor = objectOf(ACTOR);

const formerRoute = objectOf<FormerRoute>({
  route_id: text,
  driver_id: text,
  until: instant,
  outcome: oneOf(STOP_OUTCOMES),
});

const deliverer = objectOf<Deliverer>({
  role: ACTOR.role,
  subject: text,
  driver_id: optional(text),
  route_id: optional(text),
});

export const refusedScan = objectOf<RefusedScan>({
  event_id: text,
  status: parcelStatus,
  reason_code: optional(reasonCode),
  occurred_at: instant,
  refused_at: instant,
  why: oneOf(REFUSALS),
  actor,
});

const recipient = objectOf<Recipient>({
  name: text,
  phone: optional(text),
  email: optional(text),
  document_type: optional(oneOf(DOCUMENT_TYPES)),
  document_number: optional(text),
  locale: oneOf(LOCALES),
});

const PRODUCT: Shape<ProductInput> = {
  name: text,
  sku: optional(text),
  quantity: whole,
  unit_price: whole,
  weight_grams: optional(whole),
  volume_cm3: optional(whole),
};

const LINE: Shape<OrderLine> = { ...PRODUCT, subtotal: whole, igv: whole, total: whole };

const address = objectOf<AddressDto>({
  street: text,
  district: optional(text),
  province: optional(text),
  department: optional(text),
  ubigeo: optional(text),
  reference: optional(text),
  lat: optional(number),
  lon: optional(number),
});

export const ORDER_INPUT: Shape<OrderInput> = {
  customer_id: text,
  reference: optional(text),
  recipient: optional(recipient),
  products: listOf(objectOf(PRODUCT)),
  delivery_address: textOr(address),
  time_window_start: optional(instant),
  time_window_end: optional(instant),
  notes: optional(text),
  metadata: optional(mapOf(text)),
};

const SHOWN: Shape<OrderDto> = {
  order_id: orderId,
  tracking_id: trackingId,
  version: whole,
  status: parcelStatus,
  created_at: instant,
  updated_at: instant,
  service_day: day,
  ...ORDER_INPUT,
  products: listOf(objectOf(LINE)),
  subtotal: whole,
  igv: whole,
  total: whole,
  currency: oneOf(['PEN']),
  estimated_delivery_at: optional(instant),
  route_id: optional(text),
  driver_id: optional(text),
  attempt_count: whole,
  attempts_granted: optional(whole),
  missing_scan: flag,
  delivered_at: optional(instant),
  delivered_by: optional(deliverer),
  former_routes: optional(listOf(formerRoute)),
  refused_scans: optional(listOf(refusedScan)),
};

const KEPT: Shape<Bookkeeping> = {
  picked_up: flag,
  event_count: whole,
  last_event_id: text,
  last_event_at: instant,
  last_reason_code: optional(eventReason),
  caused_by: optional(text),
  corrected: optional(yes),
  token_hash: optional(text),
  token_version: optional(whole),
  token_key: optional(text),
  opted_out: optional(listOf(oneOf(STOPPABLE_CHANNELS))),
  created_by: optional(actor),
  correlation_id: optional(text),
  write_id: text,
  ttl: optional(whole),
};

const readWhole = objectOf<Order>({ ...SHOWN, ...KEPT });
const readDayGiver = objectOf<Pick<Order, 'created_at' | 'time_window_start'>>({
  created_at: instant,
  time_window_start: optional(instant),
});

/**
 * Returns a stored item as the order that it is; of one that was stored before orders had a `service_day`, with that of a new order.
 *
 * @throws Misfit that names the field which is missing or is something else.
 */
export const readOrder: Read<Order> = (stored) =>
  readWhole(
    isRecord(stored) && stored.service_day === undefined
      ? { ...stored, service_day: serviceDayOf(readDayGiver(stored)) }
      : stored,
  );

/** Returns what the API shows of an order; the bookkeeping stays in the store. */
export const viewOrder = (order: Order): OrderDto => pick(SHOWN, order);

const RECIPIENT_FOR_DRIVER: Shape<RecipientForDriverDto> = { name: text, phone: optional(text) };

const FOR_DRIVER: Shape<OrderForDriverDto> = {
  order_id: orderId,
  tracking_id: trackingId,
  version: whole,
  status: parcelStatus,
  recipient: optional(objectOf(RECIPIENT_FOR_DRIVER)),
  delivery_address: textOr(address),
  time_window_start: optional(instant),
  time_window_end: optional(instant),
  estimated_delivery_at: optional(instant),
  attempt_count: whole,
  notes: optional(text),
  route_id: optional(text),
};

/** Returns what a driver sees of an order on the own route: no e-mail, document or price. */
export const viewOrderForDriver = (order: Order): OrderForDriverDto => {
  const { recipient: whom, ...rest } = order;
  return pick(FOR_DRIVER, { ...rest, ...(whom && { recipient: pick(RECIPIENT_FOR_DRIVER, whom) }) });
};

/** Returns what a shop sees of its own order: nothing of how the courier delivers it. */
export const viewOrderForShop = (order: Order): OrderDto => {
  const {
    route_id: _route,
    driver_id: _driver,
    delivered_by: _deliverer,
    former_routes: _former,
    refused_scans: _refused,
    ...rest
  } = viewOrder(order);
  return rest;
};
