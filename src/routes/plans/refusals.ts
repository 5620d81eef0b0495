import { DinexError, FieldError } from '../../kernel/errors';
import type { DriverConflict } from '../assignment/driver-day';
import type { UnassignedOrder } from '../route';
import { driverPointer } from '../planning/plan-drivers';
import type { PlanRequest } from '../planning/plan-request';

/** Returns the error for a request of which no order can be planned: `conflict` where all are on other routes, else `invalid`. */
export function nothingToPlan(request: PlanRequest, unassigned: readonly UnassignedOrder[]): DinexError {
  const taken = unassigned.every(({ reason_code }) => reason_code === 'ON_OPEN_ROUTE');
  return new DinexError(
    taken ? 'conflict' : 'invalid',
    taken ? 'All of these orders are on other open routes.' : 'None of these orders can be planned; see errors.',
    { errors: errorsOf(request, unassigned), members: { unassigned } },
  );
}

/** Returns the error for a route whose orders others took while it was made; it names them. */
export function lostRace(request: PlanRequest, obstacles: readonly UnassignedOrder[]): DinexError {
  if (obstacles.length === 0)
    return new DinexError('conflict', 'The route was cancelled while its orders were being assigned.');
  const inOrder = [...obstacles].sort((a, b) => placeOf(request, a) - placeOf(request, b));
  return new DinexError('conflict', 'Another change was faster with some of these orders; the route was not made.', {
    errors: errorsOf(request, inOrder),
    members: { order_ids: inOrder.map(({ order_id }) => order_id), unassigned: inOrder },
  });
}

/** Returns the error for drivers whom other routes keep at the time of these; it names both. */
export function driverBusy(request: PlanRequest, conflicts: readonly DriverConflict[]): DinexError {
  const shown = conflicts.slice(0, MAX_REPORTED);
  const detail = shown
    .slice(0, 3)
    .map(
      ({ driver_id, busy: { route_id, from, until } }) => `${driver_id} has route ${route_id} from ${from} to ${until}`,
    )
    .join('; ');
  return new DinexError('conflict', `${detail}. Choose another time or driver, or cancel that route.`, {
    errors: shown.map(({ driver_id, busy }) => ({
      pointer: driverPointer(
        request,
        request.drivers.findIndex((driver) => driver.driver_id === driver_id),
      ),
      detail: `has route ${busy.route_id} at that time`,
    })),
    members: { route_ids: [...new Set(shown.map(({ busy }) => busy.route_id))] },
  });
}

const MAX_REPORTED = 50;

const errorsOf = (request: PlanRequest, orders: readonly UnassignedOrder[]): FieldError[] =>
  orders.slice(0, MAX_REPORTED).map((order) => ({
    pointer: `#/order_ids/${placeOf(request, order)}`,
    detail: `${order.reason_code}: ${order.detail ?? ''}`,
  }));

const placeOf = ({ order_ids }: PlanRequest, { order_id }: UnassignedOrder): number =>
  order_ids.findIndex((id) => id === order_id);
