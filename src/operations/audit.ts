import type { Order } from '../orders/order';
import { createdAtOf, trackingIdOf } from '../kernel/ids';
import { namesIn } from '../kernel/record';
import { isTerminal, STATES } from '../orders/states';
import { isFrozen, Route } from '../routes/route';
import { hasEnded } from '../routes/route-states';
import { sumLines } from '../orders/order';
import { foldEvents } from '../tracking/fold';
import { Head, toldEvents, TrackingEvent } from '../tracking/tracker';
import { eventKey } from '../notifications/delivery';

/** All that the audit looks at, read while nothing changes. */
export interface Snapshot {
  readonly orders: readonly Order[];
  /** Heads of stand-alone trackers. */
  readonly heads: readonly Head[];
  readonly events: readonly TrackingEvent[];
  readonly routes: readonly Pick<Route, 'route_id' | 'status' | 'sequence'>[];
  /** The state of each event's delivery by e-mail, the channel that every event concerns, by the event's key. */
  readonly deliveries: ReadonlyMap<string, 'sending' | 'sent' | 'skipped'>;
  /** Messages that wait or failed, by queue. */
  readonly queueDepths: Readonly<Record<string, number>>;
  /** Ids of the orders that clients were told are theirs; without it nothing can be called lost. */
  readonly accepted?: readonly string[];
  /** No delivery is asked for of events before this instant: deliveries are kept for a while only. */
  readonly toldSince: string;
}

export interface Finding {
  readonly kind: 'lost' | 'doubled' | 'disagreeing' | 'untold' | 'stranded' | 'left_over';
  readonly id: string;
  readonly detail: string;
}

/** Returns every way in which the stores break a promise of DINEX; nothing when all is well. */
export function audit(snapshot: Snapshot): Finding[] {
  const eventsOf = groupBy(snapshot.events, ({ tracking_id }) => tracking_id);
  const heads: Head[] = [...snapshot.orders, ...snapshot.heads];
  return [
    ...acceptedOnce(snapshot),
    ...snapshot.orders.flatMap(wellFormed),
    ...heads.flatMap((head) => agreeing(head, eventsOf.get(head.tracking_id) ?? [])),
    ...orphans(snapshot, new Set(heads.map(({ tracking_id }) => tracking_id))),
    ...untold(snapshot, eventsOf),
    ...stranded(snapshot),
    ...Object.entries(snapshot.queueDepths)
      .filter(([, depth]) => depth > 0)
      .map(([queue, depth]): Finding => ({ kind: 'left_over', id: queue, detail: `holds ${depth} messages` })),
  ];
}

function acceptedOnce({ orders, accepted }: Snapshot): Finding[] {
  if (accepted === undefined) return [];
  const stored = new Set<string>(orders.map(({ order_id }) => order_id));
  const expected = new Set(accepted);
  return [
    ...[...expected]
      .filter((id) => !stored.has(id))
      .map((id): Finding => ({ kind: 'lost', id, detail: 'was accepted and is not there' })),
    ...[...stored]
      .filter((id) => !expected.has(id))
      .map((id): Finding => ({ kind: 'doubled', id, detail: 'is there and nobody was told of it' })),
  ];
}

function wellFormed(order: Order): Finding[] {
  const { order_id, created_at, tracking_id, subtotal, igv, total, products } = order;
  const sums = sumLines(products);
  const wrong = [
    created_at === createdAtOf(order_id) || 'created_at is not the instant of its id',
    tracking_id === trackingIdOf(order_id) || 'tracking_id is not that of its id',
    (subtotal === sums.subtotal && igv === sums.igv && total === sums.total) || 'the lines do not sum to the totals',
    isTerminal(order.status) === (order.ttl !== undefined) || 'ttl and state disagree',
  ].filter((fault) => fault !== true);
  return wrong.map((detail) => ({ kind: 'disagreeing', id: order_id, detail }));
}

/** Finds where a head is not what the fold of its history says. */
function agreeing(head: Head, events: readonly TrackingEvent[]): Finding[] {
  const id = head.order_id ?? head.tracking_id;
  const finding = (detail: string): Finding => ({ kind: 'disagreeing', id, detail });
  const folded = foldEvents(events);
  const should = {
    attempt_count: folded.attempt_count,
    attempts_granted: folded.attempts_granted === 0 ? undefined : folded.attempts_granted,
    missing_scan: folded.missing_scan,
    picked_up: folded.picked_up,
    event_count: events.length,
  };
  const findings = namesIn(should)
    .filter((name) => head[name] !== should[name])
    .map((name) => finding(`${name} should be ${String(should[name])}`));
  if (folded.status !== head.status) findings.push(finding(`is ${head.status}, its tracker says ${folded.status}`));
  if (folded.last !== undefined && folded.last.event.event_id !== head.last_event_id)
    findings.push(finding('its last event is another one'));
  const versions = new Set(events.map(({ head_version }) => head_version));
  if (versions.size !== events.length) findings.push({ kind: 'doubled', id, detail: 'two events made one version' });
  if (events.some((event) => event.ttl !== head.ttl))
    findings.push(finding('events and head expire at different times'));
  return findings;
}

/**
 * Finds what a route's end has left behind: parcels that hang on it although nobody drives it any more, and stops without an outcome. To ask
 * for the same end again finishes it.
 */
function stranded({ orders, routes }: Snapshot): Finding[] {
  const over = new Map(routes.map((route) => [route.route_id, hasEnded(route.status) ? route.status : undefined]));
  const finding = (id: string, detail: string): Finding => ({ kind: 'stranded', id, detail });
  return [
    ...orders.flatMap(({ order_id, route_id, status }) => {
      if (route_id === undefined || STATES[status].stop === 'SUCCEEDED') return [];
      const end = over.has(route_id) ? over.get(route_id) : 'gone';
      return end === undefined ? [] : [finding(order_id, `is ${status} on route ${route_id}, which is ${end}`)];
    }),
    ...routes
      .filter((route) => hasEnded(route.status) && !isFrozen(route))
      .map(({ route_id, status }) => finding(route_id, `is ${status} and has stops without an outcome`)),
  ];
}

const orphans = ({ events }: Snapshot, known: ReadonlySet<string>): Finding[] =>
  events
    .filter(({ tracking_id }) => !known.has(tracking_id))
    .map(({ tracking_id, event_id }) => ({
      kind: 'disagreeing',
      id: tracking_id,
      detail: `${event_id} has no tracker`,
    }));

/** Finds creations and events that changed their parcel's state, and were neither sent nor skipped with a reason. */
function untold(snapshot: Snapshot, eventsOf: ReadonlyMap<string, TrackingEvent[]>): Finding[] {
  const expected = snapshot.orders.flatMap(({ order_id, tracking_id, created_at }) => [
    { tracking_id, event_id: order_id, at: created_at },
    ...toldEvents(eventsOf.get(tracking_id) ?? []).map(({ event_id, recorded_at }) => ({
      tracking_id,
      event_id,
      at: recorded_at,
    })),
  ]);
  return expected.flatMap((event): Finding[] => {
    const state = snapshot.deliveries.get(eventKey(event));
    if (state === 'sent' || state === 'skipped' || event.at < snapshot.toldSince) return [];
    return [
      {
        kind: 'untold',
        id: eventKey(event),
        detail: state === undefined ? 'was never taken up' : 'was begun and not ended',
      },
    ];
  });
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
