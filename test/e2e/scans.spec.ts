import request from 'supertest';
import type { Agent } from 'supertest';
import { newOrderId } from '../../src/kernel/ids';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';

// What a depot scans at once: each parcel by the rules of a single scan.
const t = useApp(ISSUER_VARIABLES);

const as = (token: string): Agent => request.agent(t.url).set(bearer(token));
const dispatcher = (): Agent => as(tokenOf('dispatcher'));
const driver = (id: string): Agent => as(tokenOf('driver', { username: id, sub: `person-${id}` }));

interface Made {
  readonly order_id: string;
  readonly tracking_id: string;
}
interface Van {
  readonly route_id: string;
  readonly orders: readonly Made[];
}
interface Item {
  readonly tracking_id: string;
  readonly result: string;
  readonly event_id: string;
  readonly problem?: { readonly status: number };
}

let drivers = 0;
async function van(count: number, driver_id = `DRV-${drivers++}`): Promise<Van> {
  const orders: Made[] = [];
  for (let i = 0; i < count; i++) {
    const delivery_address = { street: `Calle ${i}`, lat: -12.1 - i / 1_000, lon: -77.03 };
    orders.push((await dispatcher().post('/orders').send(orderBody({ delivery_address })).expect(201)).body as Made);
  }
  const order_ids = orders.map(({ order_id }) => order_id);
  const { body } = await dispatcher().post('/routes').send({ order_ids, driver_id, max_iterations: 5 }).expect(200);
  return { route_id: (body as { route_id: string }).route_id, orders };
}
const idsOf = ({ orders }: Van): string[] => orders.map(({ tracking_id }) => tracking_id);
const scan = (agent: Agent, { route_id }: Pick<Van, 'route_id'>, body: object, key?: string) => {
  const call = agent.post(`/routes/${route_id}/scans`);
  return (key === undefined ? call : call.set('Idempotency-Key', key)).send(body);
};
const itemsOf = ({ body }: { body: unknown }): Item[] => (body as { items: Item[] }).items;
const statusOf = async ({ order_id }: Made): Promise<unknown> =>
  ((await dispatcher().get(`/orders/${order_id}`).expect(200)).body as { status: unknown }).status;
const eventsOf = async ({ order_id }: Made): Promise<unknown[]> =>
  ((await dispatcher().get(`/tracking?order_id=${order_id}`).expect(200)).body as { events: unknown[] }).events;

describe('POST /routes/{id}/scans', () => {
  it('loads a van in one call, and a repetition finds it loaded', async () => {
    const loaded = await van(5, 'DRV-LOAD');
    const body = { status: 'OUT_FOR_DELIVERY', tracking_ids: idsOf(loaded) };
    const first = await scan(driver('DRV-LOAD'), loaded, body).expect(200);
    const taken = { result: 'taken', status: 'OUT_FOR_DELIVERY', applied: true };
    expect(itemsOf(first)).toMatchObject(loaded.orders.map(({ tracking_id }) => ({ tracking_id, ...taken })));
    const again = await scan(driver('DRV-LOAD'), loaded, body).expect(200);
    expect(itemsOf(again).map(({ result, event_id }) => [result, event_id])).toEqual(
      itemsOf(first).map(({ event_id }) => ['unchanged', event_id]),
    );
    for (const made of loaded.orders) expect(await eventsOf(made)).toHaveLength(2);
  });

  it('under a key is done once, and the key serves no other body', async () => {
    const loaded = await van(3);
    const body = { status: 'IN_TRANSIT', tracking_ids: idsOf(loaded) };
    const [first, second] = await Promise.all([1, 2].map(() => scan(dispatcher(), loaded, body, 'k1').expect(200)));
    expect(second?.body).toEqual(first?.body);
    for (const made of loaded.orders) expect(await eventsOf(made)).toHaveLength(2);
    await scan(dispatcher(), loaded, { ...body, status: 'PICKED_UP' }, 'k1').expect(422);
    const other = await scan(dispatcher(), loaded, body, 'k2').expect(200);
    expect(itemsOf(other).map(({ result }) => result)).toEqual(['taken', 'taken', 'taken']);
    for (const made of loaded.orders) expect(await eventsOf(made)).toHaveLength(3);
  });

  it('takes what a phone kept, each with its id, time and reason', async () => {
    const loaded = await van(2, 'DRV-PHONE');
    const [one, two] = loaded.orders as [Made, Made];
    const at = (minutes: number): string => new Date(t.clock.now() - minutes * 60_000).toISOString();
    const seen = [
      { tracking_id: one.tracking_id, event_id: 'e1', occurred_at: at(30) },
      { tracking_id: two.tracking_id, event_id: 'e2', occurred_at: at(20), reason_code: 'CONSIGNEE_REFUSED' },
    ];
    const body = { status: 'ATTEMPT_FAILED', reason_code: 'CONSIGNEE_ABSENT', scans: seen };
    for (let i = 0; i < 2; i++) {
      const { body: answer } = await scan(driver('DRV-PHONE'), loaded, body).expect(200);
      expect(itemsOf({ body: answer })).toMatchObject([
        { result: 'taken', event_id: 'e1' },
        { result: 'taken', event_id: 'e2' },
      ]);
    }
    expect((await eventsOf(one))[1]).toMatchObject({
      reason_code: 'CONSIGNEE_ABSENT',
      occurred_at: seen[0]?.occurred_at,
    });
    expect((await eventsOf(two))[1]).toMatchObject({ reason_code: 'CONSIGNEE_REFUSED' });
  });

  it('takes several scans of one parcel in their order', async () => {
    const loaded = await van(1);
    const [tracking_id] = idsOf(loaded);
    const inAnHour = new Date(t.clock.now() + 3_600_000).toISOString();
    const scans = ['a', 'b', 'a'].map((event_id) => ({ tracking_id, event_id, occurred_at: inAnHour }));
    const { body } = await scan(dispatcher(), loaded, {
      status: 'IN_TRANSIT',
      scans: scans.map(({ occurred_at: _, ...rest }) => rest),
    }).expect(200);
    expect(itemsOf({ body }).map(({ result, event_id }) => [result, event_id])).toEqual([
      ['taken', 'a'],
      ['taken', 'b'],
      ['taken', 'a'],
    ]);
    expect(await eventsOf(loaded.orders[0] as Made)).toHaveLength(3);
    const { body: far } = await scan(dispatcher(), loaded, { status: 'IN_TRANSIT', scans }).expect(200);
    expect(itemsOf({ body: far })).toMatchObject(
      scans.map((_, i) => ({ problem: { status: 422, errors: [{ pointer: `#/scans/${i}/occurred_at` }] } })),
    );
  });

  it('refuses each parcel that a single scan would refuse, and takes the others', async () => {
    const loaded = await van(3, 'DRV-MIXED');
    const other = await van(1, 'DRV-OTHER');
    const [good, gone, unscanned] = loaded.orders as [Made, Made, Made];
    await dispatcher().post('/tracking').send({ order_id: gone.order_id, status: 'DELIVERED' }).expect(201);
    const unknown = newOrderId(t.clock.now());
    const tracking_ids = [
      good.tracking_id,
      gone.tracking_id,
      idsOf(other)[0],
      'TRK001',
      `${unscanned.tracking_id.slice(0, -1)}?`,
      unknown,
    ];
    const { body } = await scan(driver('DRV-MIXED'), loaded, { status: 'OUT_FOR_DELIVERY', tracking_ids }).expect(200);
    expect(itemsOf({ body }).map(({ result, problem }) => [result, problem?.status])).toEqual([
      ['taken', undefined],
      ['refused', 409],
      ['refused', 404],
      ['refused', 404],
      ['refused', 422],
      ['refused', 404],
    ]);
    expect(itemsOf({ body })[1]).toMatchObject({ problem: { current_status: 'DELIVERED', allowed: [] } });
    expect(itemsOf({ body })[4]).toMatchObject({ problem: { errors: [{ pointer: '#/tracking_ids/4' }] } });
    expect(await statusOf(unscanned)).toBe('CREATED');
    expect(await statusOf(other.orders[0] as Made)).toBe('CREATED');
    const foreign = await scan(dispatcher(), loaded, { status: 'OUT_FOR_DELIVERY', tracking_ids: idsOf(other) }).expect(
      200,
    );
    expect(itemsOf(foreign)).toMatchObject([{ result: 'refused', problem: { status: 404 } }]);
    const reason = await scan(dispatcher(), other, { status: 'ATTEMPT_FAILED', tracking_ids: idsOf(other) }).expect(
      200,
    );
    expect(itemsOf(reason)).toMatchObject([{ problem: { status: 422, errors: [{ pointer: '#/reason_code' }] } }]);
  });

  it("is a driver's own: another's route and one that is not there are the same to it", async () => {
    const loaded = await van(1, 'DRV-OWN');
    const body = { status: 'OUT_FOR_DELIVERY', tracking_ids: idsOf(loaded) };
    const nowhere = { route_id: newOrderId(t.clock.now()) };
    for (const route of [loaded, nowhere]) await scan(driver('DRV-FOREIGN'), route, body).expect(404);
    await scan(dispatcher(), nowhere, body).expect(404);
    await scan(driver('DRV-OWN'), loaded, body).expect(200);
  });

  it('is still taken late of a route that has ended, and nothing of later', async () => {
    const loaded = await van(2, 'DRV-LATE');
    await dispatcher().post(`/routes/${loaded.route_id}/start`).send({}).expect(200);
    await scan(driver('DRV-LATE'), loaded, { status: 'OUT_FOR_DELIVERY', tracking_ids: idsOf(loaded) }).expect(200);
    const occurred_at = new Date(t.clock.now()).toISOString();
    t.clock.advance(60_000);
    await dispatcher().post(`/routes/${loaded.route_id}/complete`).send({}).expect(200);
    const [one = '', two = ''] = idsOf(loaded);
    const now = await scan(driver('DRV-LATE'), loaded, { status: 'DELIVERED', tracking_ids: [one] }).expect(200);
    expect(itemsOf(now)).toMatchObject([{ problem: { status: 404 } }]);
    const late = await scan(driver('DRV-LATE'), loaded, { status: 'DELIVERED', occurred_at, tracking_ids: [two] });
    expect(itemsOf(late)).toMatchObject([{ result: 'taken', status: 'DELIVERED' }]);
  });

  it.each([
    ['101 parcels', { tracking_ids: Array.from({ length: 101 }, (_, i) => `T${i}`) }, '#/tracking_ids'],
    ['no parcel', { tracking_ids: [] }, '#/tracking_ids'],
    ['no scan', { scans: [] }, '#/scans'],
    ['101 scans', { scans: Array.from({ length: 101 }, () => ({ tracking_id: 'T' })) }, '#/scans'],
    ['neither', {}, '#/tracking_ids'],
    ['both', { tracking_ids: ['T'], scans: [{ tracking_id: 'T' }] }, '#/scans'],
    ['a scan of nothing', { scans: [{}] }, '#/scans/0/tracking_id'],
    ['a field that it does not know', { tracking_ids: ['T'], corrects: 'x' }, '#/corrects'],
    ['a state that nobody scans', { tracking_ids: ['T'], status: 'CREATED' }, '#/status'],
  ])('with %s is 422', async (_, body, pointer) => {
    const loaded = { route_id: newOrderId(t.clock.now()) };
    const { body: problem } = await scan(dispatcher(), loaded, { status: 'IN_TRANSIT', ...body }).expect(422);
    expect(problem).toMatchObject({ errors: [{ pointer }] });
  });

  it('takes a hundred', async () => {
    const loaded = await van(1);
    const tracking_ids = Array.from({ length: 100 }, (_, i) => idsOf(loaded)[0] ?? `${i}`);
    const { body } = await scan(dispatcher(), loaded, { status: 'IN_TRANSIT', tracking_ids }).expect(200);
    expect(itemsOf({ body }).map(({ result }) => result)).toEqual(['taken', ...Array<string>(99).fill('unchanged')]);
  });
});
