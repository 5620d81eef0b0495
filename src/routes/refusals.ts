import { DinexError, FieldError } from '../common/errors';
import type { UnassignedOrder } from './route';
import type { PlanRequest } from './route-request';

/** None of the orders can be planned: a conflict where all are on other routes, else input that cannot be accepted. */
export function nothingToPlan(request: PlanRequest, unassigned: readonly UnassignedOrder[]): DinexError {
  const taken = unassigned.every(({ reason_code }) => reason_code === 'ON_OPEN_ROUTE');
  return new DinexError(
    taken ? 'conflict' : 'invalid',
    taken ? 'All of these orders are on other open routes.' : 'None of these orders can be planned; see errors.',
    { errors: errorsOf(request, unassigned), members: { unassigned } },
  );
}

export function lostRace(request: PlanRequest, obstacles: readonly UnassignedOrder[]): DinexError {
  if (obstacles.length === 0)
    return new DinexError('conflict', 'The route was cancelled while its orders were being assigned.');
  return new DinexError('conflict', 'Another change was faster with some of these orders; the route was not made.', {
    errors: errorsOf(request, obstacles),
    members: { order_ids: obstacles.map(({ order_id }) => order_id), unassigned: obstacles },
  });
}

const MAX_REPORTED = 50;

const errorsOf = ({ order_ids }: PlanRequest, orders: readonly UnassignedOrder[]): FieldError[] =>
  orders.slice(0, MAX_REPORTED).map(({ order_id, reason_code, detail }) => ({
    pointer: `#/order_ids/${(order_ids as readonly string[]).indexOf(order_id)}`,
    detail: `${reason_code}: ${detail ?? ''}`,
  }));
