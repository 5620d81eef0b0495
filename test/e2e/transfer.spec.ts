import request from 'supertest';
import type { Agent } from 'supertest';
import { newOrderId } from '../../src/kernel/ids';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';

// A driver falls ill: another one takes the stops that are left.
const t = useApp(ISSUER_VARIABLES);

const as = (token: string): Agent => request.agent(t.url).set(bearer(token));
const dispatcher = (): Agent => as(tokenOf('dispatcher'));
const driver = (id: string): Agent => as(tokenOf('driver', { username: id, sub: `person-${id}` }));

interface Route {
  readonly route_id: string;
  readonly driver_id: string;
  readonly version: number;
  readonly order_ids: readonly string[];
}

let drivers = 0;
const newDriver = (): string => `DRV-${drivers++}`;
const create = async (i: number): Promise<string> => {
  const delivery_address = { street: `Calle ${i}`, lat: -12.05 - i / 200, lon: -77.03 };
  const { body } = await dispatcher().post('/orders').send(orderBody({ delivery_address })).expect(201);
  return (body as { order_id: string }).order_id;
};
async function started(count: number, driver_id = newDriver()): Promise<Route> {
  const order_ids: string[] = [];
  for (let i = 0; i < count; i++) order_ids.push(await create(i));
  const { body } = await dispatcher().post('/routes').send({ order_ids, driver_id, max_iterations: 10 }).expect(200);
  const { route_id } = body as Route;
  await dispatcher().post(`/routes/${route_id}/start`).send({}).expect(200);
  return read({ route_id });
}
const first = ({ body }: { body: unknown }): Route => (body as { items: [Route] }).items[0];
const transfer = ({ route_id }: Pick<Route, 'route_id'>, driver_id: string) =>
  dispatcher().post(`/routes/${route_id}/transfer`).send({ driver_id });
const read = async ({ route_id }: Pick<Route, 'route_id'>): Promise<Route> =>
  (await dispatcher().get(`/routes/${route_id}`).expect(200)).body as Route;
const order = async (id = ''): Promise<object> => (await dispatcher().get(`/orders/${id}`).expect(200)).body as object;
const scan = (agent: Agent, order_id: string | undefined, status: string, more: object = {}) =>
  agent.post('/tracking').send({ order_id, status, ...more });

describe('POST /routes/{id}/transfer', () => {
  it('gives the same route to a driver without one: closed stops keep theirs, open ones follow', async () => {
    const route = await started(4);
    const [done, ...open] = route.order_ids;
    const [former, next] = [route.driver_id, newDriver()];
    await scan(driver(former), done, 'OUT_FOR_DELIVERY').expect(201);
    await scan(driver(former), done, 'DELIVERED').expect(201);
    await scan(driver(former), open[0], 'OUT_FOR_DELIVERY').expect(201);
    const events = async (): Promise<unknown> => (await dispatcher().get(`/tracking?order_id=${open[0] ?? ''}`)).body;
    const { events: before } = (await events()) as { events: unknown[] };
    const taken = first(await transfer(route, next).expect(200));
    expect(await read(route)).toMatchObject({ version: taken.version });
    expect(await read(route)).toMatchObject({
      route_id: route.route_id,
      driver_id: next,
      former_driver_ids: [former],
      driver: { driver_id: next },
      status: 'STARTED',
      sequence: [
        { order_id: done, driver_id: former, outcome: 'SUCCEEDED' },
        ...open.map((order_id) => ({ order_id })),
      ],
    });
    expect(((await events()) as { events: unknown[] }).events).toEqual(before);
    for (const id of open) expect(await order(id)).toMatchObject({ route_id: route.route_id, driver_id: next });
    expect(await order(done)).toMatchObject({ delivered_by: { driver_id: former } });
    await scan(driver(next), open[0], 'DELIVERED').expect(201);
    await scan(driver(former), open[1], 'DELIVERED').expect(404);
    const { body: day } = await driver(former).get('/drivers/me/day').expect(200);
    expect(day).toMatchObject({
      routes: [{ route_id: route.route_id, order_ids: [done], sequence: [{ driver_id: former }] }],
    });
    const { body: own } = await driver(next).get('/drivers/me/day').expect(200);
    expect(own).toMatchObject({ routes: [{ route_id: route.route_id }] });
    await driver(former).get(`/routes/${route.route_id}`).expect(404);
    await driver(next).get(`/routes/${route.route_id}`).expect(200);
    const again = await transfer(route, next).expect(200);
    expect(first(again)).toMatchObject({ version: taken.version });
  });

  it('still takes what the former driver saw before it, one by one or together', async () => {
    const route = await started(3);
    const [one, two] = route.order_ids;
    const [former, next] = [route.driver_id, newDriver()];
    for (const id of [one, two]) await scan(driver(former), id, 'OUT_FOR_DELIVERY').expect(201);
    const occurred_at = new Date(t.clock.now()).toISOString();
    t.clock.advance(60_000);
    await transfer(route, next).expect(200);
    t.clock.advance(60_000);
    const later = new Date(t.clock.now()).toISOString();
    await scan(driver(former), one, 'DELIVERED', { occurred_at: later }).expect(404);
    await scan(driver(former), one, 'DELIVERED', { occurred_at }).expect(201);
    expect(await order(one)).toMatchObject({ delivered_by: { driver_id: former, route_id: route.route_id } });
    const { tracking_id } = (await order(two)) as { tracking_id: string };
    const { body } = await driver(former)
      .post(`/routes/${route.route_id}/scans`)
      .send({ status: 'DELIVERED', occurred_at, tracking_ids: [tracking_id] })
      .expect(200);
    expect(body).toMatchObject({ items: [{ result: 'taken', status: 'DELIVERED' }] });
  });

  it('lets the stops join the route that the driver has', async () => {
    const [route, other] = [await started(4), await started(3)];
    const [done, ...open] = route.order_ids;
    await scan(dispatcher(), done, 'DELIVERED').expect(201);
    await scan(dispatcher(), open[0], 'OUT_FOR_DELIVERY').expect(201);
    const joined = first(await transfer(route, other.driver_id).expect(200));
    expect(joined.route_id).toBe(other.route_id);
    expect(joined.order_ids[0]).toBe(other.order_ids[0]);
    expect([...joined.order_ids].sort()).toEqual([...other.order_ids, ...open].sort());
    expect(await read(route)).toMatchObject({ order_ids: [done], handed_over_to: [other.route_id] });
    for (const id of open)
      expect(await order(id)).toMatchObject({ route_id: other.route_id, driver_id: other.driver_id });
    expect(await order(open[0])).toMatchObject({ status: 'OUT_FOR_DELIVERY' });
    expect(first(await transfer(route, other.driver_id).expect(200))).toMatchObject({ version: joined.version });
  });

  it('splits the stops over several drivers: one who has a route, one who gets a new one, one who takes this one', async () => {
    const [route, other] = [await started(6), await started(1)];
    const [fresh, heir] = [newDriver(), newDriver()];
    const share = () =>
      dispatcher()
        .post(`/routes/${route.route_id}/transfer`)
        .send({ driver_ids: [fresh, heir, other.driver_id] })
        .expect(200);
    const { items } = (await share()).body as { items: Route[] };
    const byDriver = new Map(items.map((each) => [each.driver_id, each]));
    expect([...byDriver.keys()].sort()).toEqual([fresh, heir, other.driver_id].sort());
    expect(byDriver.get(other.driver_id)).toMatchObject({ route_id: other.route_id, stops: 3 });
    expect(byDriver.get(fresh)).toMatchObject({ status: 'PLANNED', stops: 2 });
    expect(byDriver.get(heir)).toMatchObject({ route_id: route.route_id, stops: 2 });
    const held = items.flatMap(({ order_ids }) => order_ids);
    expect([...held].sort()).toEqual([...route.order_ids, ...other.order_ids].sort());
    for (const { order_ids, route_id, driver_id } of items)
      for (const id of order_ids) expect(await order(id)).toMatchObject({ route_id, driver_id });
    expect(((await share()).body as { items: Route[] }).items.map(({ version }) => version)).toEqual(
      items.map(({ version }) => version),
    );
  });

  it.each([
    ['both', { driver_id: 'A', driver_ids: ['B'] }, '#/driver_ids'],
    ['nobody', { driver_ids: [] }, '#/driver_ids'],
    ['one twice', { driver_ids: ['A', 'A'] }, '#/driver_ids/1'],
    ['what is no driver', { driver_ids: ['A', ' '] }, '#/driver_ids/1'],
  ])('refuses %s', async (_, body, pointer) => {
    const { body: problem } = await dispatcher()
      .post(`/routes/${newOrderId(t.clock.now())}/transfer`)
      .send(body)
      .expect(422);
    expect(problem).toMatchObject({ errors: [{ pointer }] });
  });

  it('by two dispatchers at once to two drivers ends with one of them, and every order on one route', async () => {
    const route = await started(3);
    const next = [newDriver(), newDriver()];
    const answers = await Promise.all(next.map((id) => transfer(route, id)));
    for (const { status } of answers) expect(status).toBe(200);
    const { driver_id } = await read(route);
    expect(next).toContain(driver_id);
    for (const id of route.order_ids) expect(await order(id)).toMatchObject({ route_id: route.route_id, driver_id });
  });

  it('moves the time of both drivers: the former can be planned at that time, the next cannot', async () => {
    const route = await started(2);
    const next = newDriver();
    await transfer(route, next).expect(200);
    const plan = async (driver_id: string) =>
      dispatcher()
        .post('/routes')
        .send({ order_ids: [await create(7)], driver_id, max_iterations: 5 });
    expect((await plan(next)).status).toBe(409);
    expect((await plan(route.driver_id)).status).toBe(200);
  });

  it('refuses the driver who has it, a route that is not open or not there, and what is no driver', async () => {
    const route = await started(1);
    const { body } = await transfer(route, route.driver_id).expect(422);
    expect(body).toMatchObject({ errors: [{ pointer: '#/driver_id' }] });
    await transfer(route, 'no driver').expect(422);
    await dispatcher().post(`/routes/${route.route_id}/transfer`).send({}).expect(422);
    await transfer({ route_id: newOrderId(t.clock.now()) }, newDriver()).expect(404);
    await transfer(route, newDriver()).set('If-Match', '"1"').expect(412);
    await scan(dispatcher(), route.order_ids[0], 'DELIVERED').expect(201);
    await transfer(route, newDriver()).expect(409);
    await dispatcher().post(`/routes/${route.route_id}/complete`).send({}).expect(200);
    expect((await transfer(route, newDriver()).expect(409)).body).toMatchObject({ current_status: 'COMPLETED' });
  });
});
