import { newId } from '../../src/kernel/ids';
import { dayAfter, limaDayOf } from '../../src/kernel/lima-days';
import { MAX_ATTEMPTS } from '../../src/orders/states';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

// What is told of a parcel, early, late or wrongly, and what the courier knows then.
const t = useApp();

interface Made {
  readonly order_id: string;
  readonly tracking_id: string;
}
interface Event {
  readonly event_id: string;
  readonly status?: string;
  readonly applied: boolean;
}

const create = async (body = orderBody()): Promise<Made> =>
  (await t.api.post('/orders').send(body).expect(201)).body as Made;
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const report = ({ order_id }: Made, status: string, more: object = {}) =>
  t.api
    .post('/tracking')
    .send({ order_id, status, ...(status === 'ATTEMPT_FAILED' ? { reason_code: 'CONSIGNEE_ABSENT' } : {}), ...more });
const order = async ({ order_id }: Made): Promise<Record<string, unknown>> =>
  (await t.api.get(`/orders/${order_id}`).expect(200)).body as Record<string, unknown>;
const events = async ({ order_id }: Made): Promise<Event[]> =>
  ((await t.api.get(`/tracking?order_id=${order_id}`).expect(200)).body as { events: Event[] }).events;
const exhausted = async (): Promise<Made> => {
  const made = await create();
  for (let i = 0; i < MAX_ATTEMPTS; i++)
    for (const status of ['OUT_FOR_DELIVERY', 'ATTEMPT_FAILED']) await report(made, status).expect(201);
  return made;
};

describe('a late scan', () => {
  it('of a delivery takes effect over the dispatcher’s later guess, which is shown not to have applied', async () => {
    const made = await create();
    await report(made, 'IN_TRANSIT', { occurred_at: hoursAgo(5) }).expect(201);
    await report(made, 'OUT_FOR_DELIVERY', { occurred_at: hoursAgo(4) }).expect(201);
    await report(made, 'EXCEPTION', { occurred_at: hoursAgo(1) }).expect(201);
    const at = hoursAgo(3);
    const { body } = await report(made, 'DELIVERED', { occurred_at: at }).expect(201);
    expect(body).toMatchObject({ status: 'DELIVERED', applied: true });
    expect(await order(made)).toMatchObject({
      status: 'DELIVERED',
      delivered_at: at,
      delivered_by: { role: 'operator', subject: 'local' },
    });
    expect((await events(made)).map(({ status, applied }) => [status, applied])).toEqual([
      ['CREATED', true],
      ['IN_TRANSIT', true],
      ['OUT_FOR_DELIVERY', true],
      ['DELIVERED', true],
      ['EXCEPTION', false],
    ]);
  });

  it('that would undo a delivery is refused, and kept once for a dispatcher', async () => {
    const made = await create();
    await report(made, 'OUT_FOR_DELIVERY', { occurred_at: hoursAgo(4) }).expect(201);
    await report(made, 'RETURNING').expect(409);
    await report(made, 'ATTEMPT_FAILED', { occurred_at: hoursAgo(3) }).expect(201);
    await report(made, 'AVAILABLE_FOR_PICKUP', { occurred_at: hoursAgo(2.5) }).expect(201);
    await report(made, 'DELIVERED', { occurred_at: hoursAgo(1) }).expect(201);
    const late = { event_id: 'offline-1', occurred_at: hoursAgo(2) };
    for (let i = 0; i < 2; i++) {
      const { body } = await report(made, 'RETURNING', late).expect(422);
      expect(body).toMatchObject({ errors: [{ pointer: '#/occurred_at' }] });
    }
    expect(await order(made)).not.toHaveProperty('refused_scans');
    await report(made, 'EXCEPTION', { occurred_at: hoursAgo(2) }).expect(201);
    const lost = { event_id: 'offline-2', occurred_at: hoursAgo(1.5) };
    for (let i = 0; i < 2; i++) {
      const { body } = await report(made, 'FAILURE', lost).expect(409);
      expect(body).toMatchObject({ current_status: 'DELIVERED' });
    }
    expect(await order(made)).toMatchObject({
      status: 'DELIVERED',
      refused_scans: [{ event_id: 'offline-2', status: 'FAILURE', why: 'unsettles', actor: { role: 'operator' } }],
    });
    const { body } = await t.api.get(`/tracking?order_id=${made.order_id}`).expect(200);
    expect((body as { refused_scans: unknown[] }).refused_scans).toHaveLength(1);
    expect(body).not.toMatchObject({
      events: expect.arrayContaining([expect.objectContaining({ status: 'FAILURE' })]),
    });
  });

  it('mends the delivery whose scan "out for delivery" was missing', async () => {
    const made = await create();
    for (const [status, hours] of [
      ['PICKED_UP', 3],
      ['DELIVERED', 1],
    ] as const)
      await report(made, status, { occurred_at: hoursAgo(hours) }).expect(201);
    expect(await order(made)).toMatchObject({ status: 'DELIVERED', missing_scan: true });
    await report(made, 'OUT_FOR_DELIVERY').expect(409);
    await report(made, 'OUT_FOR_DELIVERY', { occurred_at: hoursAgo(2) }).expect(201);
    expect(await order(made)).toMatchObject({ status: 'DELIVERED', missing_scan: false });
  });

  it('is at most a day older than its order', async () => {
    const made = await create();
    const { body } = await report(made, 'IN_TRANSIT', { occurred_at: '2001-01-01T00:00:00Z' }).expect(422);
    expect(body).toMatchObject({ errors: [{ pointer: '#/occurred_at' }] });
    await report(made, 'IN_TRANSIT', { occurred_at: hoursAgo(25) }).expect(422);
    await report(made, 'IN_TRANSIT', { occurred_at: hoursAgo(23) }).expect(201);
    const times = (await events(made)).map(({ status }) => status);
    expect(times).toEqual(['CREATED', 'IN_TRANSIT']);
  });
});

describe('a correction', () => {
  const delivered = async (): Promise<Made & { readonly event_id: string }> => {
    const made = await create();
    await report(made, 'OUT_FOR_DELIVERY').expect(201);
    await report(made, 'DELIVERED', { event_id: 'handed-over' }).expect(201);
    return { ...made, event_id: 'handed-over' };
  };

  it('takes the place of what it corrects, and a correction of it brings that back', async () => {
    const made = await delivered();
    const before = await order(made);
    const correction = { corrects: made.event_id, event_id: 'c1' };
    const { body } = await report(made, 'ATTEMPT_FAILED', correction).expect(201);
    expect(body).toMatchObject({ status: 'ATTEMPT_FAILED', attempt_count: 1, event: { corrects: made.event_id } });
    const after = await order(made);
    expect(after).toMatchObject({ status: 'ATTEMPT_FAILED' });
    expect(after).not.toHaveProperty('delivered_at');
    expect((await report(made, 'ATTEMPT_FAILED', correction).expect(201)).body).toEqual(body);
    await report(made, 'EXCEPTION', { corrects: made.event_id }).expect(409);
    await report(made, 'EXCEPTION', { corrects: 'c1' }).expect(422);
    await report(made, 'DELIVERED', { corrects: 'c1', event_id: 'c2' }).expect(201);
    const { version: _, updated_at: __, ...restored } = await order(made);
    expect(before).toMatchObject(restored);
    expect((await events(made)).map(({ event_id, applied }) => [event_id, applied]).slice(2)).toEqual([
      ['handed-over', true],
      ['c1', false],
      ['c2', false],
    ]);
  });

  it('is one, however often it is put', async () => {
    const made = await delivered();
    const body = {
      order_id: made.order_id,
      status: 'ATTEMPT_FAILED',
      reason_code: 'CONSIGNEE_REFUSED',
      corrects: made.event_id,
    };
    const first = await t.api.put('/tracking').send(body).expect(200);
    expect((await t.api.put('/tracking').send(body).expect(200)).body).toEqual(first.body);
    expect(await events(made)).toHaveLength(4);
  });

  it.each([
    ['of nothing', { corrects: 'nobody-knows' }, 422, '#/corrects'],
    [
      'without a reason where the state needs one',
      { corrects: 'handed-over', reason_code: undefined },
      422,
      '#/reason_code',
    ],
  ])('%s is refused', async (_, more, status, pointer) => {
    const { body } = await report(await delivered(), 'ATTEMPT_FAILED', more).expect(status);
    expect(body).toMatchObject({ errors: [{ pointer }] });
  });

  it('is judged where it stands', async () => {
    const made = await delivered();
    const { body } = await report(made, 'RETURNED', { corrects: made.event_id }).expect(409);
    expect(body).toMatchObject({ detail: 'A parcel that is OUT_FOR_DELIVERY cannot become RETURNED.' });
  });

  it('comes within a week of the end', async () => {
    const made = await delivered();
    t.clock.advance(7 * 86_400_000 + 60_000);
    await report(made, 'ATTEMPT_FAILED', { corrects: made.event_id }).expect(409);
    expect(await order(made)).toMatchObject({ status: 'DELIVERED' });
  });
});

describe('attempts', () => {
  it('are three, through whatever states the parcel comes', async () => {
    const made = await exhausted();
    await report(made, 'OUT_FOR_DELIVERY').expect(409);
    await report(made, 'EXCEPTION').expect(201);
    await report(made, 'OUT_FOR_DELIVERY').expect(409);
    await report(made, 'IN_TRANSIT').expect(201);
    const { body } = await report(made, 'OUT_FOR_DELIVERY').expect(409);
    expect(body).toMatchObject({ current_status: 'IN_TRANSIT' });
    expect(await order(made)).toMatchObject({ attempt_count: 3 });
  });

  it('are one more for each that is granted, which is done once however often it is asked', async () => {
    const made = await exhausted();
    const grant = () => t.api.post(`/orders/${made.order_id}/attempts`).send({ message: 'Pidió otra visita' });
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => grant().expect(200)));
    for (const { body } of others) expect(body).toEqual(first?.body);
    expect(first?.body).toMatchObject({ attempt_count: 3, attempts_granted: 1 });
    expect(await order(made)).toEqual(first?.body);
    await report(made, 'OUT_FOR_DELIVERY').expect(201);
    await report(made, 'ATTEMPT_FAILED').expect(201);
    await report(made, 'OUT_FOR_DELIVERY').expect(409);
    expect((await events(made)).filter(({ status }) => status === undefined)).toMatchObject([
      { kind: 'attempt_granted', message: 'Pidió otra visita', applied: false },
    ]);
  });

  it('are granted to nobody who has one, has ended or is not there', async () => {
    const made = await create();
    const grant = (id: string) => t.api.post(`/orders/${id}/attempts`).send({});
    expect((await grant(made.order_id).expect(200)).body).not.toHaveProperty('attempts_granted');
    const gone = await exhausted();
    for (const status of ['RETURNING', 'RETURNED']) await report(gone, status).expect(201);
    expect((await grant(gone.order_id).expect(409)).body).toMatchObject({ current_status: 'RETURNED' });
    await grant(newId(Date.now())).expect(404);
  });

  it('may put the order off to another day', async () => {
    const made = await create();
    await report(made, 'OUT_FOR_DELIVERY').expect(201);
    const tomorrow = dayAfter(limaDayOf(Date.now()));
    await report(made, 'ATTEMPT_FAILED', { reschedule_to: tomorrow }).expect(201);
    expect(await order(made)).toMatchObject({ service_day: tomorrow });
  });

  it.each([
    ['a day that is over', 'ATTEMPT_FAILED', '2020-01-01'],
    ['a day that is none', 'ATTEMPT_FAILED', '2026-02-30'],
    ['a day in another year', 'ATTEMPT_FAILED', dayAfter(limaDayOf(Date.now()), 61)],
    ['something else than a day', 'ATTEMPT_FAILED', 'mañana'],
    ['anything but a failed attempt', 'EXCEPTION', dayAfter(limaDayOf(Date.now()))],
  ])('are not put off by %s', async (_, status, reschedule_to) => {
    const { body } = await report(await create(), status, { reschedule_to }).expect(422);
    expect(body).toMatchObject({ errors: [{ pointer: '#/reschedule_to' }] });
  });
});

describe('a parcel in the van', () => {
  it('may get another telephone and other notes, and nothing else', async () => {
    const made = await create();
    await report(made, 'OUT_FOR_DELIVERY').expect(201);
    const patch = (body: object) => t.api.patch(`/orders/${made.order_id}`).send(body);
    await patch({ recipient: { phone: '+51999111222' }, notes: 'Timbre 4' }).expect(200);
    await patch({ delivery_address: 'Av. Brasil 1' }).expect(409);
    expect(await order(made)).toMatchObject({ recipient: { phone: '+51999111222' }, notes: 'Timbre 4' });
  });
});

describe('what a route leaves over', () => {
  const planned = async (orders: readonly Made[], driver_id = 'DRV-S'): Promise<string> => {
    const order_ids = orders.map(({ order_id }) => order_id);
    const { body } = await t.api.post('/routes').send({ order_ids, driver_id, max_iterations: 10 }).expect(200);
    return (body as { route_id: string }).route_id;
  };
  const act = async (route: string, action: string): Promise<{ ended_at?: string; sequence: { outcome?: string }[] }> =>
    (await t.api.post(`/routes/${route}/${action}`).send({}).expect(200)).body as never;
  const outcomes = async (route: string, orders: readonly Made[]) => {
    const { body } = await t.api.get(`/routes/${route}`).expect(200);
    const { sequence } = body as { sequence: { order_id: string; outcome?: string }[] };
    return orders.map(({ order_id }) => sequence.find((stop) => stop.order_id === order_id)?.outcome);
  };
  const place = (i: number) => ({ delivery_address: { street: 'Av. Pardo 1', lat: -12.119 - i / 100, lon: -77.036 } });

  it.each(['complete', 'cancel'])('on %s can be planned and changed at once, told to nobody', async (action) => {
    const orders = await Promise.all([0, 1, 2].map((i) => create(orderBody(place(i)))));
    const [inVan, failed, waiting] = orders as [Made, Made, Made];
    const route = await planned(orders);
    await act(route, 'start');
    await report(inVan, 'OUT_FOR_DELIVERY').expect(201);
    for (const status of ['OUT_FOR_DELIVERY', 'ATTEMPT_FAILED']) await report(failed, status).expect(201);
    const ended = await act(route, action);
    expect(typeof ended.ended_at).toBe('string');
    expect(await outcomes(route, orders)).toEqual(['CARRIED_OVER', 'FAILED', 'NOT_ATTEMPTED']);
    expect(await order(inVan)).toMatchObject({
      status: 'IN_TRANSIT',
      attempt_count: 0,
      former_routes: [{ route_id: route, driver_id: 'DRV-S', outcome: 'CARRIED_OVER' }],
    });
    expect((await events(inVan)).at(-1)).toMatchObject({ status: 'IN_TRANSIT', reason_code: 'CARRIED_OVER' });
    for (const each of [inVan, failed, waiting]) {
      expect(await order(each)).not.toHaveProperty('route_id');
      await t.api.patch(`/orders/${each.order_id}`).send({ delivery_address: 'Av. Brasil 1' }).expect(200);
    }
    await planned([await create(orderBody(place(5)))], 'DRV-T');
    await act(route, action);
    expect(await events(inVan)).toHaveLength(3);
  });

  it('counts on its route what a driver hands over at a second try, and what was found out after the end', async () => {
    const orders = await Promise.all([0, 1].map((i) => create(orderBody(place(i)))));
    const [second, late] = orders as [Made, Made];
    const route = await planned(orders);
    await act(route, 'start');
    for (const status of ['OUT_FOR_DELIVERY', 'ATTEMPT_FAILED', 'DELIVERED']) await report(second, status).expect(201);
    await report(late, 'OUT_FOR_DELIVERY').expect(201);
    const seen = new Date().toISOString();
    await act(route, 'complete');
    expect(await outcomes(route, orders)).toEqual(['SUCCEEDED', 'CARRIED_OVER']);
    await report(late, 'DELIVERED', { event_id: 'late', occurred_at: seen }).expect(201);
    expect(await outcomes(route, orders)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    await report(late, 'ATTEMPT_FAILED', { corrects: 'late', event_id: 'c' }).expect(201);
    expect(await outcomes(route, orders)).toEqual(['SUCCEEDED', 'FAILED']);
  });

  it.each([
    ['was not delivered after all', 'DELIVERED', 'OUT_FOR_DELIVERY', true],
    ['an offline phone loaded before the end', 'PICKED_UP', 'OUT_FOR_DELIVERY', false],
  ])('brings back what %s, told once and plannable', async (_, before, late, corrects) => {
    const made = await create(orderBody(place(0)));
    const route = await planned([made]);
    await act(route, 'start');
    if (corrects) await report(made, 'OUT_FOR_DELIVERY').expect(201);
    await report(made, before, { event_id: 'before' }).expect(201);
    const seen = new Date().toISOString();
    await act(route, 'complete');
    const told = corrects ? { corrects: 'before' } : { occurred_at: seen };
    // The device repeats what it has sent.
    for (let times = 0; times < 2; times++) {
      await report(made, late, { event_id: 'late', ...told }).expect(201);
      expect((await events(made)).filter(({ status }) => status === 'IN_TRANSIT')).toHaveLength(1);
      expect(await order(made)).toMatchObject({ status: 'IN_TRANSIT', former_routes: [{ outcome: 'CARRIED_OVER' }] });
    }
    expect(await order(made)).not.toHaveProperty('route_id');
    expect(await outcomes(route, [made])).toEqual(['CARRIED_OVER']);
    await planned([made], 'DRV-T');
  });

  it('leaves a parcel alone that is out for delivery without a route, whatever is found out of a former one', async () => {
    const made = await create(orderBody(place(0)));
    const route = await planned([made]);
    await act(route, 'start');
    const seen = new Date().toISOString();
    await act(route, 'complete');
    await report(made, 'OUT_FOR_DELIVERY').expect(201);
    await report(made, 'PICKED_UP', { occurred_at: seen }).expect(201);
    expect(await order(made)).toMatchObject({ status: 'OUT_FOR_DELIVERY' });
  });

  it('can be planned for the day to which it was put off, within the hours of its window', async () => {
    const day = limaDayOf(Date.now() + 86_400_000);
    const next = dayAfter(day);
    const hours = { time_window_start: `${day}T19:00:00.000Z`, time_window_end: `${day}T21:00:00.000Z` };
    const made = await create(orderBody({ ...place(0), ...hours }));
    await report(made, 'OUT_FOR_DELIVERY').expect(201);
    await report(made, 'ATTEMPT_FAILED', { reschedule_to: next }).expect(201);
    const { body } = await t.api
      .post('/routes')
      .send({ order_ids: [made.order_id], driver_id: 'DRV-N', departure_at: `${next}T13:00:00.000Z` })
      .expect(200);
    const { sequence } = body as { sequence: { arrival_at: string; waiting_seconds: number }[] };
    const begins = sequence.map((stop) => Date.parse(stop.arrival_at) + stop.waiting_seconds * 1_000);
    expect(begins).toEqual([Date.parse(`${next}T19:00:00.000Z`)]);
  });

  it('lets go of a parcel that turns out not to be delivered', async () => {
    const made = await create(orderBody(place(0)));
    const route = await planned([made]);
    await act(route, 'start');
    await report(made, 'DELIVERED', { event_id: 'd' }).expect(201);
    await act(route, 'complete');
    expect(await order(made)).toMatchObject({ status: 'DELIVERED', route_id: route });
    await report(made, 'ATTEMPT_FAILED', { corrects: 'd' }).expect(201);
    expect(await order(made)).not.toHaveProperty('route_id');
    expect(await outcomes(route, [made])).toEqual(['FAILED']);
    await planned([made], 'DRV-T');
  });
});
