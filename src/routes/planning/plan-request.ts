import { Coordinates, outsidePeru } from '../../geo/coordinates';
import { DinexError, FieldError } from '../../kernel/errors';
import { OrderId, parseOrderId } from '../../kernel/ids';
import { present } from '../../kernel/present';
import type { DataOf } from '../../kernel/data-of';
import type { Depot, DriverTerms } from '../route';
import { ROUTE_LIMITS } from './limits';
import type { CreateRouteDto, SearchDto, StopTermsDto } from './plan-request.dto';

/** What a caller says about a single stop. */
export type StopTerms = DataOf<StopTermsDto>;
/** How hard to search; with `max_iterations` the same input and seed give the same routes. */
export type SearchTerms = DataOf<SearchDto>;

/** What a caller asks of the planner, valid field by field. */
export type PlanningBody = DataOf<CreateRouteDto>;

/** A planning request with everything checked that concerns more than one field. */
export interface PlanRequest extends Omit<PlanningBody, 'order_ids' | 'driver_id' | 'drivers'> {
  readonly order_ids: readonly OrderId[];
  /** One driver is asked for by name, several as a fleet. */
  readonly kind: 'driver' | 'fleet';
  readonly drivers: readonly DriverTerms[];
}

/**
 * Returns a request as one that can be planned.
 *
 * @throws DinexError `invalid` that points to each fault.
 */
export function checkRequest(request: PlanningBody): PlanRequest {
  const errors: FieldError[] = [];
  const orderIds = checkOrderIds(request.order_ids, errors);
  const drivers = checkDrivers(request, errors);
  checkStops(request, orderIds, errors);
  checkPlaces(request.depot, drivers, errors);
  if (request.return_to_depot && request.depot === undefined)
    errors.push({ pointer: '#/depot', detail: 'return_to_depot needs a depot' });
  const [first] = errors;
  if (first !== undefined) throw new DinexError('invalid', `${first.pointer} ${first.detail}.`, { errors });
  return {
    order_ids: orderIds,
    kind: request.driver_id === undefined ? 'fleet' : 'driver',
    drivers,
    ...present({ depot: request.depot }),
    return_to_depot: request.return_to_depot,
    ...present({ departure_at: request.departure_at }),
    service_seconds: request.service_seconds,
    stops: request.stops.map((stop) => ({ ...stop, order_id: stop.order_id.toLowerCase() })),
    ...searchTerms(request),
  };
}

/** Returns a driver's terms with the depot as start, and as end where the vans return to it, unless the driver has others. */
export function driverTerms({ depot, return_to_depot }: PlanRequest, driver: DriverTerms): DriverTerms {
  if (depot === undefined) return driver;
  const { lat, lon } = depot;
  const end = driver.end ?? (return_to_depot ? { lat, lon } : undefined);
  return { ...driver, start: driver.start ?? { lat, lon }, ...present({ end }) };
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

function checkDrivers(request: PlanningBody, errors: FieldError[]): readonly DriverTerms[] {
  const { driver_id, drivers, order_ids } = request;
  if (driver_id !== undefined && drivers === undefined) {
    if (order_ids.length > ROUTE_LIMITS.routeOrders)
      errors.push({
        pointer: '#/order_ids',
        detail: `holds more than ${ROUTE_LIMITS.routeOrders} orders for one driver`,
      });
    return [{ driver_id }];
  }
  if (drivers === undefined) errors.push({ pointer: '#/driver_id', detail: 'is required, or drivers' });
  else if (driver_id !== undefined)
    errors.push({ pointer: '#/drivers', detail: 'cannot come together with driver_id' });
  const seen = new Set<string>();
  (drivers ?? []).forEach((driver, i) => {
    if (seen.has(driver.driver_id)) errors.push({ pointer: `#/drivers/${i}/driver_id`, detail: 'is given twice' });
    seen.add(driver.driver_id);
    if (driver.shift_start !== undefined && driver.shift_end !== undefined && driver.shift_end <= driver.shift_start)
      errors.push({ pointer: `#/drivers/${i}/shift_end`, detail: 'must be after shift_start' });
  });
  return drivers ?? [];
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
