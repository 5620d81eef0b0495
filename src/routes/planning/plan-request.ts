import { Coordinates, outsidePeru } from '../../geo/coordinates';
import { DinexError, FieldError } from '../../kernel/errors';
import { OrderId, parseOrderId } from '../../kernel/ids';
import { present } from '../../kernel/present';
import type { DataOf } from '../../kernel/data-of';
import type { Depot, DriverTerms } from '../route';
import { ROUTE_LIMITS } from './limits';
import { checkDrivers, NamedDrivers, Registered, UNREGISTERED } from './plan-drivers';
import type { CreateRouteDto, SearchDto, StopTermsDto } from './plan-request.dto';

/** What a caller says about a single stop. */
export type StopTerms = DataOf<StopTermsDto>;
/** How hard to search; with `max_iterations` the same input and seed give the same routes. */
export type SearchTerms = DataOf<SearchDto>;

/** What a caller asks of the planner, valid field by field. */
export type PlanningBody = DataOf<CreateRouteDto>;

/** A planning request with everything checked that concerns more than one field. */
export interface PlanRequest
  extends Omit<PlanningBody, 'order_ids' | 'driver_id' | 'driver_ids' | 'drivers'>, NamedDrivers {
  readonly order_ids: readonly OrderId[];
}

/**
 * Returns a request as one that can be planned, completed by what is registered of its drivers.
 *
 * @throws DinexError `invalid` that points to each fault.
 */
export function checkRequest(request: PlanningBody, registered: Registered = UNREGISTERED): PlanRequest {
  const errors: FieldError[] = [];
  const orderIds = checkOrderIds(request.order_ids, errors);
  const named = checkDrivers(request, registered, errors);
  checkStops(request, orderIds, errors);
  checkPlaces(request.depot, named.drivers, errors);
  const homeless = named.drivers.length === 0 || named.drivers.some(({ home_depot }) => home_depot === undefined);
  if (request.return_to_depot && request.depot === undefined && homeless)
    errors.push({ pointer: '#/depot', detail: 'is required: return_to_depot needs one, or drivers with a home depot' });
  const [first] = errors;
  if (first !== undefined) throw new DinexError('invalid', `${first.pointer} ${first.detail}.`, { errors });
  return {
    order_ids: orderIds,
    ...named,
    ...present({ depot: request.depot }),
    return_to_depot: request.return_to_depot,
    ...present({ departure_at: request.departure_at }),
    service_seconds: request.service_seconds,
    stops: request.stops.map((stop) => ({ ...stop, order_id: stop.order_id.toLowerCase() })),
    ...searchTerms(request),
  };
}

/** Returns those terms alone. */
export const searchTerms = ({ time_limit_ms, max_iterations, seed }: SearchTerms): SearchTerms =>
  present({ time_limit_ms, max_iterations, seed });

/** Whether a fleet's plan takes longer than a caller should wait. */
export const isLong = (request: PlanRequest, requestCpuMs: number): boolean =>
  request.kind === 'fleet' &&
  (request.order_ids.length > ROUTE_LIMITS.fleetOrdersAtOnce || (request.time_limit_ms ?? 0) > requestCpuMs);

function checkOrderIds(texts: readonly string[], errors: FieldError[]): OrderId[] {
  const seen = new Map<OrderId, number>();
  texts.forEach((text, i) => {
    const pointer = `#/order_ids/${i}`;
    const orderId = parseOrderId(text);
    if (orderId === undefined) return errors.push({ pointer, detail: 'must be a UUIDv7 as this API gives it' });
    const before = seen.get(orderId);
    if (before !== undefined) errors.push({ pointer, detail: `repeats #/order_ids/${before}` });
    else seen.set(orderId, i);
    return undefined;
  });
  return [...seen.keys()];
}

/** Notes each place that no van of ours can be at, outside Peru. */
function checkPlaces(depot: Depot | undefined, drivers: readonly DriverTerms[], errors: FieldError[]): void {
  const check = (point: Coordinates | undefined, pointer: string): void => {
    if (point !== undefined && outsidePeru(point)) errors.push({ pointer, detail: 'lies outside Peru' });
  };
  check(depot, '#/depot');
  drivers.forEach(({ start, end }, i) => {
    check(start, `#/drivers/${i}/start`);
    check(end, `#/drivers/${i}/end`);
  });
}

function checkStops({ stops }: PlanningBody, orderIds: readonly OrderId[], errors: FieldError[]): void {
  const known = new Set<string>(orderIds);
  const seen = new Set<string>();
  stops.forEach(({ order_id }, i) => {
    const id = order_id.toLowerCase();
    const pointer = `#/stops/${i}/order_id`;
    if (!known.has(id)) errors.push({ pointer, detail: 'is not one of order_ids' });
    else if (seen.has(id)) errors.push({ pointer, detail: 'is given twice' });
    seen.add(id);
  });
}
