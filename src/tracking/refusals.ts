import { conflict, DinexError, invalid } from '../kernel/errors';
import type { Actor } from '../access/principal';
import { present } from '../kernel/present';
import type { Order, RefusedScan } from '../orders/order';
import { REASON_CODES, REFUSALS, STATES } from '../orders/states';
import type { Head, Refused, Report, TrackingEvent } from './tracker';

/** How many refused scans an order remembers; the oldest is forgotten first. */
export const MAX_REFUSED_SCANS = 10;

/** Returns the order with a note of a scan that came too late to be taken, or `undefined` where there is nothing new to note. */
export function withRefused(
  order: Order,
  history: readonly TrackingEvent[],
  { kind }: Refused,
  report: Report,
  { actor, at }: { readonly actor: Actor; readonly at: string },
): Order | undefined {
  const why = REFUSALS.find((refusalKind) => refusalKind === kind);
  const newest = history.at(-1)?.occurred_at;
  if (why === undefined || newest === undefined || report.occurred_at >= newest) return undefined;
  const { event_id, status, occurred_at } = report;
  const noted = order.refused_scans ?? [];
  const isSame = (scan: RefusedScan): boolean =>
    scan.event_id === event_id || (scan.status === status && scan.occurred_at === occurred_at);
  if (noted.some(isSame)) return undefined;
  const reason_code = REASON_CODES.find((code) => code === report.reason_code);
  const scan = { event_id, status, ...present({ reason_code }), occurred_at, refused_at: at, why, actor };
  return { ...order, refused_scans: [...noted, scan].slice(-MAX_REFUSED_SCANS) };
}

/** Returns the error of a report that is not taken. */
export function refusal(refused: Refused, head: Head, report: Report): DinexError {
  const state = { current_status: head.status };
  switch (refused.kind) {
    case 'illegal':
      return conflict(`A parcel that is ${refused.from} cannot become ${report.status}.`, {
        ...state,
        allowed: refused.allowed,
      });
    case 'unsettles':
      return conflict(
        `The parcel is ${refused.settled.status ?? head.status} since ${refused.settled.occurred_at}; only a correction changes that.`,
        { ...state, settled_by: refused.settled.event_id },
      );
    case 'back_dated':
      return invalid(
        '#/occurred_at',
        `${report.status} is decided now: leave occurred_at out, as the parcel has an event of ${refused.newest}.`,
      );
    case 'no_attempt_left':
      return conflict(`${head.attempt_count} attempts have failed; a dispatcher may grant one more.`, {
        ...state,
        allowed: STATES[head.status].next.filter((next) => next !== report.status),
      });
    case 'full':
      return conflict(
        'This tracker holds as many events as it can; only a final one or a correction is still taken.',
        state,
      );
    case 'nothing_to_correct':
      return invalid('#/corrects', 'There is no event of this tracker with that event_id and a status.');
    case 'corrected_already':
      return conflict('That event is corrected already: correct the correction, which withdraws it.', state);
    case 'brings_back':
      return invalid(
        '#/status',
        `A correction of a correction brings back ${refused.status}, and can say nothing else.`,
      );
    case 'other_content':
      return invalid('#/event_id', 'This event_id was used for another event of this tracker.');
  }
}
