import { conflict, DinexError, FieldError } from '../../kernel/errors';
import { OrderId, parseOrderId } from '../../kernel/ids';
import type { Unplaced, UnplacedReason } from '../../planner/timed/insert-jobs';
import type { Route, UnassignedOrder } from '../route';
import type { UnassignedReason } from '../route-states';

/**
 * Returns the orders that a route is to take.
 *
 * @throws DinexError `invalid` that points to each id that is none, or is given twice.
 */
export function insertedIds(texts: readonly string[]): OrderId[] {
  const errors: FieldError[] = [];
  const places = new Map<OrderId, number>();
  texts.forEach((text, i) => {
    const pointer = `#/order_ids/${i}`;
    const id = parseOrderId(text);
    if (id === undefined) return errors.push({ pointer, detail: 'must be a UUIDv7 as this API gives it' });
    const before = places.get(id);
    if (before !== undefined) return errors.push({ pointer, detail: `repeats #/order_ids/${before}` });
    return places.set(id, i);
  });
  const [first] = errors;
  if (first !== undefined) throw new DinexError('invalid', `${first.pointer} ${first.detail}.`, { errors });
  return [...places.keys()];
}

const REASONS: Record<UnplacedReason, { readonly code: UnassignedReason; readonly detail: string }> = {
  unreachable: { code: 'UNREACHABLE', detail: 'No road leads there and back.' },
  window_unreachable: { code: 'WINDOW_UNREACHABLE', detail: 'The driver cannot be there within its time window.' },
  capacity: { code: 'CAPACITY', detail: 'The van has no room for it.' },
  skill: { code: 'SKILL', detail: 'The driver lacks a skill that it needs.' },
  shift: { code: 'SHIFT', detail: 'The route would end after the shift or the working day.' },
  limit: { code: 'SHIFT', detail: 'The route would be longer than it may be.' },
  others_late: { code: 'WINDOW_UNREACHABLE', detail: 'A stop that is in time would become late for it.' },
};

/** Returns the orders that fit nowhere into a route, each with its reason. */
export const unfit = (unplaced: readonly Unplaced[]): UnassignedOrder[] =>
  unplaced.map(({ jobId, reason }) => ({
    order_id: jobId,
    reason_code: REASONS[reason].code,
    detail: REASONS[reason].detail,
  }));

/** Why orders are not to be had now, while others may be: what a repetition may find changed. */
const TAKEN: ReadonlySet<UnassignedReason> = new Set([
  'ORDER_ENDED',
  'ORDER_STATE',
  'ATTEMPTS_EXHAUSTED',
  'ON_OPEN_ROUTE',
]);

/** Returns the error of orders that a route cannot take; it names each: `conflict` where their own state is in the way, else `invalid`. */
export function notInserted(asked: readonly OrderId[], unassigned: readonly UnassignedOrder[]): DinexError {
  const taken = unassigned.every(({ reason_code }) => TAKEN.has(reason_code));
  return new DinexError(
    taken ? 'conflict' : 'invalid',
    'The route cannot take some of these orders; see errors. Nothing was changed.',
    {
      errors: unassigned.map(({ order_id, reason_code, detail = '' }) => ({
        pointer: `#/order_ids/${asked.findIndex((id) => id === order_id)}`,
        detail: `${reason_code}: ${detail}`,
      })),
      members: { unassigned },
    },
  );
}

/** @throws DinexError `conflict` unless a route is planned or under way. */
export function checkOpen({ status }: Route): void {
  if (status !== 'PLANNED' && status !== 'STARTED')
    throw conflict(`A route that is ${status} can no longer be changed, or not yet.`, {
      current_status: status,
      allowed: ['PLANNED', 'STARTED'],
    });
}
