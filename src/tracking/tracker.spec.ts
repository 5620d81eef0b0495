import fc from 'fast-check';
import { newOrderId, trackingIdOf } from '../kernel/ids';
import { allowedNext, isTerminal, MAX_ATTEMPTS, PARCEL_STATUSES, ParcelStatus, STATES } from '../orders/states';
import {
  applyChange,
  applyToOrder,
  chronological,
  decide,
  Head,
  MAX_EVENTS,
  Report,
  summarise,
  TrackingEvent,
} from './tracker';
import { newOrder } from '../orders/order.fixture';

const T0 = Date.parse('2026-11-21T10:00:00.000Z');
const at = (minute: number): string => new Date(T0 + minute * 60_000).toISOString();
const CONTEXT = { recordedAt: at(600), ttl: 2_000_000_000 };

const newHead = (): Head => {
  const order_id = newOrderId(T0);
  return {
    tracking_id: trackingIdOf(order_id),
    order_id,
    status: 'CREATED',
    attempt_count: 0,
    missing_scan: false,
    picked_up: false,
    event_count: 0,
    last_event_id: order_id,
    last_event_at: at(0),
    version: 1,
  };
};

const report = (status: ParcelStatus, minute: number, changes: Partial<Report> = {}): Report => ({
  event_id: `e${minute}`,
  status,
  occurred_at: at(minute),
  ...(status === 'ATTEMPT_FAILED' ? { reason_code: 'CONSIGNEE_ABSENT' as const } : {}),
  ...changes,
});

interface Tracker {
  head: Head;
  events: TrackingEvent[];
}

/** Applies a report as the service would; tells whether it was taken. */
function take(tracker: Tracker, next: Report): boolean {
  const decision = decide(tracker.head, chronological(tracker.events), next, CONTEXT);
  if (decision.kind !== 'append') return decision.kind === 'known';
  tracker.events.push(decision.event);
  tracker.head = { ...applyChange(tracker.head, decision.change), version: tracker.head.version + 1 };
  return true;
}

const play = (statuses: ParcelStatus[]): Tracker => {
  const tracker: Tracker = { head: newHead(), events: [] };
  statuses.forEach((status, i) => {
    expect([status, take(tracker, report(status, i + 1))]).toEqual([status, true]);
  });
  return tracker;
};

describe('the table of states', () => {
  it('reaches every state from CREATED and names only known ones', () => {
    const reached = new Set<ParcelStatus>(['CREATED']);
    for (const status of reached) for (const next of STATES[status].next) reached.add(next);
    expect([...reached].sort()).toEqual([...PARCEL_STATUSES].sort());
  });

  it('ends in exactly four states', () => {
    expect(PARCEL_STATUSES.filter(isTerminal)).toEqual(['DELIVERED', 'RETURNED', 'CANCELLED', 'FAILURE']);
  });
});

describe('a tracker', () => {
  it('refuses an illegal move and says which are legal', () => {
    expect(decide(newHead(), [], report('DELIVERED', 1), CONTEXT)).toEqual({
      kind: 'illegal',
      allowed: ['PICKED_UP', 'IN_TRANSIT', 'EXCEPTION', 'CANCELLED'],
    });
  });

  it('counts attempts and offers no fourth', () => {
    const { head } = play(
      Array.from({ length: MAX_ATTEMPTS }, (): ParcelStatus[] => [
        'IN_TRANSIT',
        'OUT_FOR_DELIVERY',
        'ATTEMPT_FAILED',
      ]).flat(),
    );
    expect(head.attempt_count).toBe(3);
    expect(allowedNext(head)).toEqual(['AVAILABLE_FOR_PICKUP', 'RETURNING', 'EXCEPTION']);
  });

  it('holds the reason of its last event and of no earlier one', () => {
    const tracker = play(['PICKED_UP', 'OUT_FOR_DELIVERY', 'ATTEMPT_FAILED']);
    expect(tracker.head.last_reason_code).toBe('CONSIGNEE_ABSENT');
    expect(take(tracker, report('IN_TRANSIT', 1, { event_id: 'late' }))).toBe(true);
    expect(tracker.head.last_reason_code).toBe('CONSIGNEE_ABSENT');
    expect(take(tracker, report('OUT_FOR_DELIVERY', 500))).toBe(true);
    expect(tracker.head).not.toHaveProperty('last_reason_code');
  });

  it('lets an exception be cancelled only if the parcel was never picked up', () => {
    expect(allowedNext(play(['EXCEPTION']).head)).toContain('CANCELLED');
    expect(allowedNext(play(['PICKED_UP', 'EXCEPTION']).head)).not.toContain('CANCELLED');
  });

  it('notices a delivery that was never scanned out', () => {
    expect(play(['IN_TRANSIT', 'DELIVERED']).head.missing_scan).toBe(true);
    expect(play(['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED']).head.missing_scan).toBe(false);
  });

  it('stores a late event without moving, and lets it mend the summary', () => {
    const tracker = play(['IN_TRANSIT']);
    take(tracker, report('DELIVERED', 10));
    expect(tracker.head.missing_scan).toBe(true);
    const late = decide(tracker.head, tracker.events, report('OUT_FOR_DELIVERY', 5), CONTEXT);
    expect(late).toMatchObject({
      kind: 'append',
      event: { applied: false, ttl: CONTEXT.ttl },
      change: { status: 'DELIVERED', missing_scan: false, last_event_at: at(10) },
    });
  });

  it('lets arrival decide between equal times', () => {
    const tracker = play(['IN_TRANSIT']);
    take(tracker, report('OUT_FOR_DELIVERY', 1, { event_id: 'a' }));
    expect(tracker.head.status).toBe('OUT_FOR_DELIVERY');
    expect(chronological(tracker.events).map(({ status }) => status)).toEqual(['IN_TRANSIT', 'OUT_FOR_DELIVERY']);
  });

  it('knows an event that it has seen, and one that reuses its id', () => {
    const tracker = play(['IN_TRANSIT']);
    expect(decide(tracker.head, tracker.events, report('IN_TRANSIT', 1), CONTEXT).kind).toBe('known');
    expect(decide(tracker.head, tracker.events, report('DELIVERED', 1), CONTEXT).kind).toBe('other_content');
  });

  it('takes its time to live only when it ends', () => {
    expect(play(['IN_TRANSIT', 'OUT_FOR_DELIVERY']).head.ttl).toBeUndefined();
    expect(play(['IN_TRANSIT', 'DELIVERED']).head.ttl).toBe(CONTEXT.ttl);
  });

  it('holds a bounded history, but always takes the end', () => {
    const tracker = play(Array.from({ length: MAX_EVENTS }, (): ParcelStatus => 'IN_TRANSIT'));
    expect(decide(tracker.head, tracker.events, report('IN_TRANSIT', 500), CONTEXT).kind).toBe('full');
    expect(decide(tracker.head, tracker.events, report('DELIVERED', 500), CONTEXT).kind).toBe('append');
  });

  it('frees its order from the route when the attempt failed, and not when it was delivered', () => {
    const order = { ...newOrder(), route_id: 'r', driver_id: 'd', estimated_delivery_at: at(9) };
    const change = { ...newHead(), last_event_id: 'x' };
    expect(applyToOrder(order, { ...change, status: 'ATTEMPT_FAILED' })).not.toHaveProperty('route_id');
    expect(applyToOrder(order, { ...change, status: 'DELIVERED' })).toMatchObject({ route_id: 'r' });
  });
});

/** Random legal histories: walks over the table of states. */
const legalHistory = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 14 }).map((choices) => {
  const tracker: Tracker = { head: newHead(), events: [] };
  const reports: Report[] = [];
  for (const choice of choices) {
    const allowed = allowedNext(tracker.head);
    const status = allowed[choice % allowed.length];
    if (status === undefined) break;
    const next = report(status, reports.length + 1);
    reports.push(next);
    take(tracker, next);
  }
  return { reports, tracker };
});

describe('a legal history', () => {
  it('ends the same in whatever order its events arrive, with refused ones sent again', () => {
    fc.assert(
      fc.property(legalHistory, fc.infiniteStream(fc.nat(1_000)), ({ reports, tracker }, random) => {
        const shuffled = [...reports];
        for (let i = shuffled.length - 1; i > 0; i--) {
          const j = (random.next().value as number) % (i + 1);
          [shuffled[i], shuffled[j]] = [shuffled[j] as Report, shuffled[i] as Report];
        }
        const arrived: Tracker = { head: newHead(), events: [] };
        let waiting = shuffled;
        for (let round = 0; waiting.length > 0 && round <= reports.length; round++)
          waiting = waiting.filter((next) => !take(arrived, next));
        expect(waiting).toEqual([]);
        const ids = (events: TrackingEvent[]): string[] => chronological(events).map(({ event_id }) => event_id);
        expect(ids(arrived.events)).toEqual(ids(tracker.events));
        const { status, attempt_count, missing_scan, picked_up, last_event_id } = tracker.head;
        expect(arrived.head).toMatchObject({ status, attempt_count, missing_scan, picked_up, last_event_id });
        expect(summarise(arrived.events)).toEqual(summarise(tracker.events));
      }),
      { numRuns: 500 },
    );
  });
});
