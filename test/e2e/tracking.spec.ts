import { emailFor } from '../../src/notifications/letters/email';
import { newOrder } from '../../src/orders/order.fixture';
import { PARCEL_STATUSES, ParcelStatus, STATES } from '../../src/orders/states';
import { parcelEvent } from '../factories/events';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

const t = useApp();

interface Order {
  order_id: string;
  tracking_id: string;
}

const create = async (): Promise<Order> => (await t.api.post('/orders').send(orderBody()).expect(201)).body as Order;
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const report = (body: Record<string, unknown>) => t.api.post('/tracking').send(body);
const order = async ({ order_id }: Order): Promise<Record<string, unknown>> =>
  (await t.api.get(`/orders/${order_id}`).expect(200)).body as Record<string, unknown>;

describe("the second seed's example", () => {
  it('works as written on a fresh start', async () => {
    const sent = { tracking_id: 'TRK001', location: 'Lima', status: 'IN_TRANSIT' };
    const { body } = await t.api.post('/tracking').send(sent).expect(201);
    expect(body).toMatchObject({ tracking_id: 'TRK001', status: 'IN_TRANSIT', applied: true, version: 1 });
    const { body: read } = await t.api.get('/tracking?tracking_id=TRK001').expect(200);
    expect(read).toMatchObject({ status: 'IN_TRANSIT', events: [{ location: 'Lima', status: 'IN_TRANSIT' }] });
    expect(read).not.toHaveProperty('order_id');
  });
});

describe("an order's tracker", () => {
  it('begins with CREATED, which is no event of its own', async () => {
    const { order_id, tracking_id } = await create();
    const { body } = await t.api.get(`/tracking?order_id=${order_id}`).expect(200);
    expect(body).toMatchObject({ order_id, tracking_id, status: 'CREATED', events: [{ status: 'CREATED' }] });
    expect((await t.api.get(`/tracking?tracking_id=${tracking_id.toLowerCase()}`)).body).toEqual(body);
  });

  it('moves the order with each event, by either id', async () => {
    const made = await create();
    await report({ order_id: made.order_id, status: 'PICKED_UP' }).expect(201);
    await report({
      tracking_id: made.tracking_id,
      status: 'IN_TRANSIT',
      location: { name: 'Lurín', lat: -12.2, lon: -76.8 },
    }).expect(201);
    await report({ order_id: made.order_id, tracking_id: made.tracking_id, status: 'OUT_FOR_DELIVERY' }).expect(201);
    const { body, headers } = await report({ order_id: made.order_id, status: 'DELIVERED' }).expect(201);
    expect(body).toMatchObject({ status: 'DELIVERED', missing_scan: false, version: 5 });
    expect(headers.etag).toBe('"5"');
    expect(await order(made)).toMatchObject({ status: 'DELIVERED', version: 5 });
    const { body: tracker } = await t.api.get(`/tracking?order_id=${made.order_id}`);
    expect((tracker as { events: { status: string }[] }).events.map(({ status }) => status)).toEqual([
      'CREATED',
      'PICKED_UP',
      'IN_TRANSIT',
      'OUT_FOR_DELIVERY',
      'DELIVERED',
    ]);
  });

  it('answers an illegal move with what is allowed, and changes nothing', async () => {
    const made = await create();
    const { body } = await report({ order_id: made.order_id, status: 'RETURNED' }).expect(409);
    expect(body).toMatchObject({ current_status: 'CREATED', allowed: STATES.CREATED.next });
    expect(await order(made)).toMatchObject({ status: 'CREATED', version: 1 });
  });

  it('takes a late event at its own time, and shows it there', async () => {
    const made = await create();
    await report({ order_id: made.order_id, status: 'IN_TRANSIT', occurred_at: hoursAgo(1) }).expect(201);
    const inLima = hoursAgo(2 + 5).replace('Z', '-05:00');
    const { body } = await report({ order_id: made.order_id, status: 'PICKED_UP', occurred_at: inLima }).expect(201);
    expect(body).toMatchObject({ applied: true, status: 'IN_TRANSIT', event: { status: 'PICKED_UP' } });
    const { body: read } = await t.api.get(`/tracking?order_id=${made.order_id}`);
    expect((read as { events: { status: string }[] }).events.map(({ status }) => status)).toEqual([
      'CREATED',
      'PICKED_UP',
      'IN_TRANSIT',
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown status', { status: 'TELEPORTED' }, '#/status'],
    ['CREATED', { status: 'CREATED' }, '#/status'],
    ['a failed attempt without a reason', { status: 'ATTEMPT_FAILED' }, '#/reason_code'],
    ['an event from the future', { occurred_at: '2999-01-01T00:00:00Z' }, '#/occurred_at'],
    ['a time without a zone', { occurred_at: '2026-01-01T00:00:00' }, '#/occurred_at'],
    ['a place beyond the pole', { location: { lat: 100, lon: 0 } }, '#/location/lat'],
    ['an unknown field', { speed: 3 }, '#/speed'],
    ['a tracking id of ours with a wrong character', { tracking_id: 'DNX00000000000000000000000000' }, '#/tracking_id'],
    ['no id at all', { tracking_id: undefined }, '#/tracking_id'],
    ['two ids of two parcels', { order_id: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' }, '#/order_id'],
  ])('refuses %s by name', async (_, changes, pointer) => {
    const { body } = await report({ tracking_id: 'TRK001', status: 'IN_TRANSIT', ...changes }).expect(422);
    expect(body).toMatchObject({ errors: [{ pointer }] });
    await t.api.get('/tracking?tracking_id=TRK001').expect(404);
  });

  it('is not found for an unknown order, by either id', async () => {
    const made = await create();
    await report({ order_id: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e', status: 'PICKED_UP' }).expect(404);
    await t.api.get('/tracking?order_id=01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e').expect(404);
    await t.api.get('/tracking').expect(422);
    expect(await order(made)).toMatchObject({ version: 1 });
  });
});

describe('an event reported twice', () => {
  it('is one event by its own event_id', async () => {
    const sent = { tracking_id: 'TRK9', status: 'IN_TRANSIT', event_id: 'scan-1' };
    const first = await report(sent).expect(201);
    const again = await report(sent).expect(201);
    expect(again.body).toEqual(first.body);
    await report({ ...sent, status: 'DELIVERED' }).expect(422);
    expect(((await t.api.get('/tracking?tracking_id=TRK9')).body as { events: unknown[] }).events).toHaveLength(1);
  });

  it('is one event by PUT', async () => {
    const sent = { tracking_id: 'TRK9', status: 'IN_TRANSIT', location: 'Lima' };
    await t.api.put('/tracking').send(sent).expect(200);
    await t.api.put('/tracking').send(sent).expect(200);
    await t.api
      .put('/tracking')
      .send({ ...sent, location: 'Callao' })
      .expect(200);
    expect(((await t.api.get('/tracking?tracking_id=TRK9')).body as { events: unknown[] }).events).toHaveLength(2);
  });

  it('is one event by Idempotency-Key, also twenty at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        report({ tracking_id: 'TRK9', status: 'IN_TRANSIT' }).set('Idempotency-Key', 'k'),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});

describe('of events at once', () => {
  it('exactly one terminal one wins, and order and tracker agree', async () => {
    const made = await create();
    await report({ order_id: made.order_id, status: 'PICKED_UP' }).expect(201);
    await report({ order_id: made.order_id, status: 'RETURNING' }).expect(201);
    const answers = await Promise.all(
      ['RETURNED', 'FAILURE', 'RETURNED', 'FAILURE'].map((status) => report({ order_id: made.order_id, status })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const won = answers.find(({ status }) => status === 201)?.body as { status: string };
    expect(await order(made)).toMatchObject({ status: won.status });
    expect((await t.api.get(`/tracking?order_id=${made.order_id}`)).body).toMatchObject({ status: won.status });
  });

  it('a cancellation and a pick-up leave one winner', async () => {
    const made = await create();
    const [cancelled, picked] = await Promise.all([
      t.api.post(`/orders/${made.order_id}/cancel`).send({}),
      report({ order_id: made.order_id, status: 'PICKED_UP' }),
    ]);
    expect([cancelled.status, picked.status].sort()).toEqual([expect.any(Number), 409]);
    expect(await order(made)).toMatchObject({ status: cancelled.status === 200 ? 'CANCELLED' : 'PICKED_UP' });
  });

  it('of two cancellations one wins', async () => {
    const made = await create();
    const answers = await Promise.all([1, 2].map(() => t.api.post(`/orders/${made.order_id}/cancel`).send({})));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('a cancellation', () => {
  it('counts although a device ahead of the server has reported before', async () => {
    const made = await create();
    const ahead = new Date(Date.now() + 4 * 60_000).toISOString();
    await report({ order_id: made.order_id, status: 'EXCEPTION', occurred_at: ahead }).expect(201);
    const { body } = await t.api.post(`/orders/${made.order_id}/cancel`).send({}).expect(200);
    expect(body).toMatchObject({ status: 'CANCELLED' });
  });

  it('is refused for a stale version', async () => {
    const made = await create();
    await t.api.patch(`/orders/${made.order_id}`).send({ notes: 'x' }).expect(200);
    await t.api.post(`/orders/${made.order_id}/cancel`).set('If-Match', '"1"').send({}).expect(412);
  });
});

describe('GET /tracking/statuses', () => {
  it('shows the table of states', async () => {
    const { body } = await t.api.get('/tracking/statuses').expect(200);
    expect((body as { items: unknown[] }).items).toHaveLength(PARCEL_STATUSES.length);
    expect(body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ status: 'DELIVERED', terminal: true, allowed: [] })]),
    });
  });

  it('calls each state as the letter about it does, in Spanish and in English', async () => {
    interface Named {
      readonly status: ParcelStatus;
      readonly label_es: string;
      readonly label_en: string;
    }
    const { items } = (await t.api.get('/tracking/statuses').expect(200)).body as { items: Named[] };
    const { recipient = { name: 'Rosa', locale: 'es-PE' }, ...order } = newOrder();
    for (const { status, label_es, label_en } of items) {
      const event = parcelEvent({ status });
      expect(emailFor(event, { ...order, recipient }, 'es-PE').text).toContain(`\nEstado: ${label_es}\n`);
      expect(emailFor(event, { ...order, recipient }, 'en').text).toContain(`\nStatus: ${label_en}\n`);
    }
    expect(items).toContainEqual(
      expect.objectContaining({ status: 'ATTEMPT_FAILED', label_es: 'Intento de entrega fallido' }),
    );
  });
});
