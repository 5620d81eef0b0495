import { orderBody } from '../factories/orders';
import { loseReply } from '../support/faults';
import { dieAtEachCall, outlived, useFaultyApp } from '../support/faulty-app';

// Some thirty plans, one after the other.
jest.setTimeout(240_000);

const t = useFaultyApp();

interface RouteBody {
  readonly route_id: string;
  readonly order_ids: readonly string[];
}
interface PlanBody {
  readonly plan_id: string;
  readonly status: string;
  readonly routes: readonly RouteBody[];
  readonly unassigned: readonly { readonly order_id: string; readonly reason_code: string }[];
}

let places = 0;
async function newOrders(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++, places++) {
    const delivery_address = { street: `Calle ${places}`, lat: -12.05 - (places % 50) / 1_000, lon: -77.03 };
    const { body } = await t.api.post('/orders').send(orderBody({ delivery_address })).expect(201);
    ids.push((body as { order_id: string }).order_id);
  }
  return ids;
}

/** Drivers of a plan's own: nobody drives two routes at once. */
const driversOf = (key: string) =>
  ['A', 'B'].map((name) => ({ driver_id: `${name}-${key}`, capacity: { parcels: 2 } }));
const plan = (order_ids: readonly string[], key: string) =>
  t.api
    .post('/routes')
    .set('Idempotency-Key', key)
    .send({ order_ids, drivers: driversOf(key), max_iterations: 5 });

/** What the plan's record shows is what was answered, and each of its orders is on the one route that names it. */
async function expectWhole(answer: PlanBody, order_ids: readonly string[]): Promise<void> {
  expect((await t.api.get(`/routes/plans/${answer.plan_id}`).expect(200)).body).toEqual(answer);
  const routeOf = new Map(answer.routes.flatMap((route) => route.order_ids.map((id) => [id, route.route_id])));
  for (const order_id of order_ids)
    expect((await t.api.get(`/orders/${order_id}`).expect(200)).body).toHaveProperty('route_id', routeOf.get(order_id));
}

async function openRoutes(drivers: readonly { readonly driver_id: string }[]): Promise<number> {
  const pages = await Promise.all(
    drivers.map(({ driver_id }) => t.api.get(`/routes?driver_id=${driver_id}&limit=100`).expect(200)),
  );
  return pages
    .flatMap(({ body }) => (body as { items: { status: string }[] }).items)
    .filter(({ status }) => status !== 'CANCELLED').length;
}

describe('a fleet planned at once', () => {
  it('is one plan of 20 parallel identical requests', async () => {
    const order_ids = await newOrders(4);
    const answers = await Promise.all(Array.from({ length: 20 }, () => plan(order_ids, 'twenty').expect(200)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => String(headers.location))).size).toBe(1);
    await expectWhole(answers[0]?.body as PlanBody, order_ids);
    expect(await openRoutes(driversOf('twenty'))).toBe(2);
  });

  it('is made by a retry after a crash at any call to the store, and never doubled', async () => {
    let order_ids = await newOrders(3);
    const calls = await dieAtEachCall(t.stores.tables, async (nth, death) => {
      const key = `${nth}-${death}`;
      const { status } = await plan(order_ids, key);
      t.stores.heal();
      const { body, text } = await plan(order_ids, key).expect(200);
      expect((await plan(order_ids, key).expect(200)).text).toBe(text);
      await expectWhole(body as PlanBody, order_ids);
      expect(await openRoutes(driversOf(key))).toBe((body as PlanBody).routes.length);
      order_ids = await newOrders(3);
      return outlived(status);
    });
    expect(calls).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ['recognises the token', (body: string) => body],
    [
      'has forgotten the token',
      (body: string) => body.replace(/"ClientRequestToken":"[^"]*"/, `"ClientRequestToken":"${crypto.randomUUID()}"`),
    ],
  ])('is made once where the first try of each transaction loses its reply, and the store %s', async (_, rewrite) => {
    const order_ids = await newOrders(3);
    const key = crypto.randomUUID();
    t.stores.tables.rewrite = rewrite;
    let last = '';
    t.stores.tables.always(({ operation, body }) => {
      if (operation !== 'TransactWriteItems') return false;
      const work = body.replace(/"ClientRequestToken":"[^"]*"/, '');
      const again = work === last;
      last = work;
      return !again;
    }, loseReply());
    const { body } = await plan(order_ids, key).expect(200);
    t.stores.heal();
    await expectWhole(body as PlanBody, order_ids);
    expect(await openRoutes(driversOf(key))).toBe((body as PlanBody).routes.length);
  });

  it('shares the orders with another that wants some of them, and each names what the other has', async () => {
    const [mine, both, theirs] = [await newOrders(1), await newOrders(2), await newOrders(1)];
    const answers = await Promise.all([
      plan([...mine, ...both], 'mine').expect(200),
      plan([...both, ...theirs], 'theirs').expect(200),
    ]);
    const plans = answers.map(({ body }) => body as PlanBody);
    const routed = plans.flatMap(({ routes }) => routes.flatMap(({ order_ids }) => order_ids));
    expect([...routed].sort()).toEqual([...mine, ...both, ...theirs].sort());
    const left = plans.flatMap(({ unassigned }) => unassigned);
    expect(left.map(({ order_id }) => order_id).sort()).toEqual([...both].sort());
    expect(new Set(left.map(({ reason_code }) => reason_code))).toEqual(new Set(['ON_OPEN_ROUTE']));
    for (const { plan_id } of plans)
      expect((await t.api.get(`/routes/plans/${plan_id}`)).body).toMatchObject({ status: 'DONE' });
  });
});

it('the route of one driver is made by a retry after a crash at any call to the store, and never doubled', async () => {
  const one = (order_ids: readonly string[], key: string) =>
    t.api.post('/routes').set('Idempotency-Key', key).send({ order_ids, driver_id: key, max_iterations: 5 });
  let order_ids = await newOrders(2);
  const calls = await dieAtEachCall(t.stores.tables, async (nth, death) => {
    const key = `driver-${nth}-${death}`;
    const { status } = await one(order_ids, key);
    t.stores.heal();
    const { body, text } = await one(order_ids, key).expect(200);
    expect((await one(order_ids, key).expect(200)).text).toBe(text);
    for (const order_id of order_ids)
      expect((await t.api.get(`/orders/${order_id}`)).body).toHaveProperty('route_id', (body as RouteBody).route_id);
    expect(await openRoutes([{ driver_id: key }])).toBe(1);
    order_ids = await newOrders(2);
    return outlived(status);
  });
  expect(calls).toBeGreaterThanOrEqual(5);
});
