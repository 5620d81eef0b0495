import fc from 'fast-check';
import { allowedNext, Progress, STATES } from '../../src/orders/states';
import { orderBody } from '../factories/orders';
import { useFaultyApp } from '../support/faulty-app';

const t = useFaultyApp();

interface Scan {
  readonly event_id: string;
  readonly status: string;
  readonly reason_code?: string;
  readonly occurred_at: string;
}
interface Tracker {
  readonly events: readonly { readonly event_id: string; readonly status: string }[];
}

/** An hour ago, as no scan is older than its order by more than a day. */
const START = Date.now() - 3_600_000;

/** A walk over the table of states, a minute a step; without decisions of the moment, which nobody reports late. */
const legalHistory = fc.array(fc.nat(1_000), { minLength: 3, maxLength: 9 }).map((choices): Scan[] => {
  const scans: Scan[] = [];
  let progress: Progress = { status: 'CREATED', attempt_count: 0, picked_up: false };
  for (const choice of choices) {
    const allowed = allowedNext(progress).filter((to) => STATES[to].notBackDated !== true);
    const status = allowed[choice % allowed.length];
    if (status === undefined) break;
    scans.push({
      event_id: `scan-${scans.length}`,
      status,
      ...(status === 'ATTEMPT_FAILED' ? { reason_code: 'CONSIGNEE_ABSENT' } : {}),
      occurred_at: new Date(START + scans.length * 60_000).toISOString(),
    });
    progress = {
      status,
      attempt_count: progress.attempt_count + (status === 'ATTEMPT_FAILED' ? 1 : 0),
      picked_up: progress.picked_up || (status !== 'EXCEPTION' && status !== 'CANCELLED'),
    };
  }
  return scans;
});

/** Sends every scan, and those that were refused again, until all are taken. */
async function deliver(scans: readonly Scan[]): Promise<object> {
  const { body } = await t.api.post('/orders').send(orderBody()).expect(201);
  const { order_id } = body as { order_id: string };
  let waiting = scans;
  for (let round = 0; waiting.length > 0 && round <= scans.length; round++) {
    const refused: Scan[] = [];
    for (const scan of waiting) {
      const { status } = await t.api.post('/tracking').send({ order_id, ...scan });
      expect([201, 409]).toContain(status);
      if (status === 409) refused.push(scan);
    }
    waiting = refused;
  }
  expect(waiting).toEqual([]);
  const order = (await t.api.get(`/orders/${order_id}`).expect(200)).body as Record<string, unknown>;
  const tracker = (await t.api.get(`/tracking?order_id=${order_id}`).expect(200)).body as Tracker &
    Record<string, unknown>;
  expect(order).toMatchObject({ status: tracker.status, version: tracker.version });
  return {
    status: order.status,
    attempt_count: order.attempt_count,
    missing_scan: order.missing_scan,
    allowed: tracker.allowed,
    history: tracker.events.slice(1).map(({ event_id, status }) => [event_id, status]),
  };
}

it('whatever order the events of a legal history arrive in, with refused ones sent again until accepted, the final state and the history read back are the same', async () => {
  const arrivals = legalHistory.chain((scans) =>
    fc.tuple(fc.constant(scans), fc.shuffledSubarray(scans, { minLength: scans.length, maxLength: scans.length })),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ([inOrder, shuffled]) => {
      const expected = await deliver(inOrder);
      expect(expected).toMatchObject({ history: inOrder.map(({ event_id, status }) => [event_id, status]) });
      expect(await deliver(shuffled)).toEqual(expected);
    }),
    { numRuns: 15 },
  );
});

it('late events: all at once, they are all kept in their order, and the newest tells the state', async () => {
  const { body } = await t.api.post('/orders').send(orderBody()).expect(201);
  const { order_id } = body as { order_id: string };
  const scan = (minute: number) => ({
    order_id,
    status: 'IN_TRANSIT',
    event_id: `scan-${minute}`,
    occurred_at: new Date(START + minute * 60_000).toISOString(),
  });
  await t.api.post('/tracking').send(scan(10)).expect(201);
  const answers = await Promise.all([1, 2, 3, 4, 5].map((minute) => t.api.post('/tracking').send(scan(minute))));
  expect(answers.map(({ status, body: { applied } }) => [status, applied as boolean])).toEqual(
    answers.map(() => [201, true]),
  );
  const tracker = (await t.api.get(`/tracking?order_id=${order_id}`).expect(200)).body as Tracker;
  expect(tracker.events.slice(1).map(({ event_id }) => event_id)).toEqual([1, 2, 3, 4, 5, 10].map((n) => `scan-${n}`));
});
