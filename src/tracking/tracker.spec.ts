import { newOrderId, trackingIdOf } from '../kernel/ids';
import { newOrder } from '../orders/order.fixture';
import { claimed } from '../orders/claim';
import type { Order } from '../orders/order';
import { allowedNext, isTerminal, MAX_ATTEMPTS, PARCEL_STATUSES, ParcelStatus, STATES } from '../orders/states';
import { foldEvents } from './fold';
import { isReopened, orderAfter } from './order-after';
import {
  Appended,
  appliedIds,
  applyChange,
  chronological,
  decide,
  DecisionContext,
  grantAttempt,
  Head,
  Report,
  toldEvents,
  TrackingEvent,
} from './tracker';

const T0 = Date.parse('2026-11-21T10:00:00.000Z');
const at = (minute: number): string => new Date(T0 + minute * 60_000).toISOString();
const CONTEXT: DecisionContext = {
  recordedAt: at(600),
  ttl: 2_000_000_000,
  actor: { role: 'driver', subject: 'DRV001', driver_id: 'DRV001' },
};

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
    caused_by: order_id,
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

/** Applies a report as the service would; tells what became of it. */
function take(tracker: Tracker, next: Report, context = CONTEXT): string {
  const decision = decide(tracker.head, chronological(tracker.events), next, context);
  if (decision.kind === 'append') keep(tracker, decision);
  return decision.kind;
}

function keep(tracker: Tracker, { event, change }: Appended): void {
  const { ttl } = change;
  tracker.events = [...tracker.events, event].map(({ ttl: _, ...rest }) =>
    ttl === undefined ? rest : { ...rest, ttl },
  );
  tracker.head = { ...applyChange(tracker.head, change), version: tracker.head.version + 1 };
}

const play = (statuses: ParcelStatus[]): Tracker => {
  const tracker: Tracker = { head: newHead(), events: [] };
  statuses.forEach((status, i) => {
    expect([status, take(tracker, report(status, i + 1))]).toEqual([status, 'append']);
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
    expect(decide(newHead(), [], report('RETURNED', 1), CONTEXT)).toEqual({
      kind: 'illegal',
      from: 'CREATED',
      allowed: STATES.CREATED.next,
    });
  });

  it('counts attempts and offers no fourth', () => {
    const { head } = play(
      Array.from({ length: MAX_ATTEMPTS }, (): ParcelStatus[] => ['OUT_FOR_DELIVERY', 'ATTEMPT_FAILED']).flat(),
    );
    expect(head.attempt_count).toBe(3);
    expect(allowedNext(head)).not.toContain('OUT_FOR_DELIVERY');
  });

  it('offers one more where a dispatcher grants it, which is told to nobody', () => {
    const tracker = play(
      Array.from({ length: MAX_ATTEMPTS }, (): ParcelStatus[] => ['OUT_FOR_DELIVERY', 'ATTEMPT_FAILED']).flat(),
    );
    const before = tracker.head;
    const granted = grantAttempt(tracker.head, tracker.events, { event_id: 'g', occurred_at: at(90) }, CONTEXT);
    if (granted === undefined) throw new Error('There was no room.');
    keep(tracker, granted);
    expect(tracker.head).toEqual({ ...before, attempts_granted: 1, event_count: 7, version: before.version + 1 });
    expect(take(tracker, report('OUT_FOR_DELIVERY', 100))).toBe('append');
  });

  it('holds the reason of its last event and of no earlier one', () => {
    const tracker = play(['PICKED_UP', 'OUT_FOR_DELIVERY', 'ATTEMPT_FAILED']);
    expect(tracker.head.last_reason_code).toBe('CONSIGNEE_ABSENT');
    expect(take(tracker, report('IN_TRANSIT', 1.5))).toBe('append');
    expect(tracker.head.last_reason_code).toBe('CONSIGNEE_ABSENT');
    expect(take(tracker, report('OUT_FOR_DELIVERY', 500))).toBe('append');
    expect(tracker.head).not.toHaveProperty('last_reason_code');
  });

  it('lets arrival decide between equal times', () => {
    const tracker = play(['IN_TRANSIT']);
    take(tracker, report('OUT_FOR_DELIVERY', 1, { event_id: 'a' }));
    expect(tracker.head.status).toBe('OUT_FOR_DELIVERY');
    expect(chronological(tracker.events).map(({ status }) => status)).toEqual(['IN_TRANSIT', 'OUT_FOR_DELIVERY']);
  });

  it('knows an event that it has seen, and one that reuses its id', () => {
    const tracker = play(['IN_TRANSIT']);
    expect(take(tracker, report('IN_TRANSIT', 1))).toBe('known');
    expect(take(tracker, report('DELIVERED', 1))).toBe('other_content');
    expect(take(tracker, report('IN_TRANSIT', 1, { corrects: 'e0' }))).toBe('other_content');
  });

  it('says of each event who reported it, and on which route', () => {
    const tracker = play([]);
    take(tracker, report('PICKED_UP', 1), { ...CONTEXT, routeId: 'r1' });
    expect(tracker.events).toMatchObject([{ actor: CONTEXT.actor, route_id: 'r1', recorded_at: CONTEXT.recordedAt }]);
  });
});

describe('the end of a tracker', () => {
  it('gives the time to live, and whatever reopens it takes it away', () => {
    const tracker = play(['OUT_FOR_DELIVERY']);
    expect(tracker.head.ttl).toBeUndefined();
    take(tracker, report('DELIVERED', 10));
    expect(tracker.head.ttl).toBe(CONTEXT.ttl);
    take(tracker, report('ATTEMPT_FAILED', 10, { event_id: 'c', corrects: 'e10' }));
    expect(tracker.head).not.toHaveProperty('ttl');
  });

  it('is what it was when something late comes after it', () => {
    const tracker = play(['OUT_FOR_DELIVERY', 'DELIVERED']);
    take(tracker, report('IN_TRANSIT', 0.5), { ...CONTEXT, ttl: CONTEXT.ttl + 99 });
    expect(tracker.head).toMatchObject({ status: 'DELIVERED', ttl: CONTEXT.ttl });
  });

  it('is taken back by a late pick-up of what was cancelled', () => {
    const tracker = play([]);
    take(tracker, report('CANCELLED', 10));
    expect(take(tracker, report('PICKED_UP', 5))).toBe('append');
    expect(tracker.head).toMatchObject({ status: 'PICKED_UP', caused_by: 'e5' });
    expect(tracker.head).not.toHaveProperty('ttl');
  });
});

describe('what is told', () => {
  it('is the event that caused the state, not the last that happened', () => {
    const tracker = play(['OUT_FOR_DELIVERY']);
    take(tracker, report('EXCEPTION', 60));
    take(tracker, report('DELIVERED', 30));
    expect(tracker.head).toMatchObject({ status: 'DELIVERED', caused_by: 'e30', last_event_id: 'e30' });
    take(tracker, report('IN_TRANSIT', 0.5));
    expect(tracker.head.caused_by).toBe('e30');
    expect(toldEvents(tracker.events).map(({ event_id }) => event_id)).toEqual(['e1', 'e60', 'e30']);
    expect([...appliedIds(foldEvents(tracker.events))]).toEqual(['e0.5', 'e1', 'e30']);
  });

  it('is a correction, while it is one that counts', () => {
    const tracker = play(['OUT_FOR_DELIVERY', 'DELIVERED']);
    take(tracker, report('ATTEMPT_FAILED', 2, { event_id: 'c', corrects: 'e2' }));
    expect(tracker.head).toMatchObject({ status: 'ATTEMPT_FAILED', caused_by: 'c', corrected: true });
    take(tracker, report('OUT_FOR_DELIVERY', 20));
    expect(tracker.head).not.toHaveProperty('corrected');
  });

  it('is nothing of a parcel that is only carried over', () => {
    const tracker = play(['OUT_FOR_DELIVERY']);
    take(tracker, report('IN_TRANSIT', 20, { reason_code: 'CARRIED_OVER' }));
    expect(tracker.head).toMatchObject({ status: 'IN_TRANSIT', last_event_id: 'e20', caused_by: 'e1' });
    expect(toldEvents(tracker.events).map(({ event_id }) => event_id)).toEqual(['e1']);
  });
});

describe('an order after an event', () => {
  const route_id = newOrderId(T0);
  const onRoute = (): Order => claimed(newOrder(), { route_id, driver_id: 'DRV001', estimated_delivery_at: at(9) });

  /** The order after reports on its route, one after the other. */
  function after(order: Order, reports: readonly Report[], routeEnded?: string): Order {
    let history: TrackingEvent[] = [];
    return reports.reduce((now, next) => {
      const routeId = now.route_id ?? route_id;
      const decision = decide(now, chronological(history), next, { ...CONTEXT, routeId });
      if (decision.kind !== 'append') throw new Error(decision.kind);
      history = [...history, decision.event];
      const moved = orderAfter(now, decision, isReopened(now, decision) ? routeEnded : undefined);
      return { ...moved, version: now.version + 1 };
    }, order);
  }

  const out = report('OUT_FOR_DELIVERY', 1);
  const failed = report('ATTEMPT_FAILED', 2);

  it('keeps its route when the attempt failed, so that a later success counts there', () => {
    const order = after(onRoute(), [out, failed]);
    expect(order).toMatchObject({ status: 'ATTEMPT_FAILED', route_id });
    expect(after(onRoute(), [out, failed, report('DELIVERED', 3)])).toMatchObject({ status: 'DELIVERED', route_id });
  });

  it.each(['IN_TRANSIT', 'RETURNING', 'AVAILABLE_FOR_PICKUP'] as const)('leaves it when it is %s then', (status) => {
    const order = after(onRoute(), [out, failed, report(status, 3)]);
    expect(order).not.toHaveProperty('route_id');
    expect(order.former_routes).toEqual([
      { route_id, driver_id: 'DRV001', until: CONTEXT.recordedAt, outcome: 'FAILED' },
    ]);
  });

  it('stays on it while it only travels', () => {
    expect(after(onRoute(), [report('PICKED_UP', 1), report('IN_TRANSIT', 2)])).toHaveProperty('route_id');
  });

  it('knows when and by whom it was delivered, until a correction says otherwise', () => {
    const delivered = after(onRoute(), [out, report('DELIVERED', 3)]);
    expect(delivered).toMatchObject({
      delivered_at: at(3),
      delivered_by: { role: 'driver', subject: 'DRV001', driver_id: 'DRV001', route_id },
    });
    const wrong = after(onRoute(), [
      out,
      report('DELIVERED', 3),
      report('ATTEMPT_FAILED', 3, { event_id: 'c', corrects: 'e3' }),
    ]);
    expect(wrong).not.toHaveProperty('delivered_at');
    expect(wrong).not.toHaveProperty('delivered_by');
    expect(wrong).toMatchObject({ status: 'ATTEMPT_FAILED', route_id });
  });

  it('is put off to the day that its last failed attempt says, until that is corrected', () => {
    const off = report('ATTEMPT_FAILED', 2, { reschedule_to: '2026-11-25' });
    expect(after(onRoute(), [out, off]).service_day).toBe('2026-11-25');
    const again = [
      out,
      off,
      report('OUT_FOR_DELIVERY', 3),
      report('ATTEMPT_FAILED', 4, { reschedule_to: '2026-11-27' }),
    ];
    expect(after(onRoute(), again).service_day).toBe('2026-11-27');
    expect(after(onRoute(), [...again, report('IN_TRANSIT', 5)]).service_day).toBe('2026-11-27');
    const wrong = report('EXCEPTION', 4, { event_id: 'c', corrects: 'e4' });
    expect(after(onRoute(), [...again, wrong]).service_day).toBe('2026-11-25');
    expect(after(onRoute(), [out, off, { ...wrong, corrects: 'e2', occurred_at: at(2) }]).service_day).toBe(
      newOrder().service_day,
    );
  });

  it('is put off again when the correction of its failed attempt is corrected', () => {
    const off = report('ATTEMPT_FAILED', 2, { reschedule_to: '2026-11-25' });
    const wrong = report('EXCEPTION', 2, { event_id: 'c', corrects: 'e2' });
    expect(after(onRoute(), [out, off, wrong]).service_day).toBe(newOrder().service_day);
    const right = report('ATTEMPT_FAILED', 2, { event_id: 'd', corrects: 'c' });
    expect(after(onRoute(), [out, off, wrong, right]).service_day).toBe('2026-11-25');
  });

  it('leaves a route that has ended when it turns out not to be delivered, and the stop there follows', () => {
    const correction = report('ATTEMPT_FAILED', 3, { event_id: 'c', corrects: 'e3' });
    const order = after(onRoute(), [out, report('DELIVERED', 3), correction], at(500));
    expect(order).not.toHaveProperty('route_id');
    expect(order.former_routes).toEqual([{ route_id, driver_id: 'DRV001', until: at(500), outcome: 'FAILED' }]);
  });

  it('remembers what a late scan and its correction say of a stop on a former route', () => {
    const day = [out, report('IN_TRANSIT', 20, { reason_code: 'CARRIED_OVER' })];
    const back = after(onRoute(), day);
    expect(back).not.toHaveProperty('route_id');
    expect(back.former_routes).toMatchObject([{ route_id, outcome: 'CARRIED_OVER' }]);
    const late = [...day, report('DELIVERED', 15)];
    expect(after(onRoute(), late)).toMatchObject({ status: 'DELIVERED', former_routes: [{ outcome: 'SUCCEEDED' }] });
    const undone = [...late, report('EXCEPTION', 15, { event_id: 'c', corrects: 'e15' })];
    expect(after(onRoute(), undone)).toMatchObject({
      status: 'IN_TRANSIT',
      former_routes: [{ outcome: 'CARRIED_OVER' }],
    });
  });
});
