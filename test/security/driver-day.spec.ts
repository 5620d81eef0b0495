import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';

// API1, API3; ASVS 8.2.2: a driver's day is the driver's own, and tells of people only while their parcels are under way.
const t = useApp(ISSUER_VARIABLES);
const DAY = '2026-12-10';
const dispatcher = bearer(tokenOf('dispatcher', { sub: 'dispatcher-day' }));
const driver = (driver_id: string) => bearer(tokenOf('driver', { username: driver_id, sub: driver_id }));

interface Routes {
  readonly routes: readonly { route_id: string; sequence: readonly { order_id: string; order?: object }[] }[];
}

async function planFor(driver_id: string): Promise<{ route_id: string; order_ids: [string, string] }> {
  const made = async (): Promise<string> =>
    ((await t.api.post('/orders').set(dispatcher).send(orderBody()).expect(201)).body as { order_id: string }).order_id;
  const order_ids: [string, string] = [await made(), await made()];
  const body = { order_ids, driver_id, departure_at: `${DAY}T13:00:00Z` };
  const { route_id } = (await t.api.post('/routes').set(dispatcher).send(body).expect(200)).body as {
    route_id: string;
  };
  return { route_id, order_ids };
}

it('is asked for as me or by the own id, and another’s is not there', async () => {
  const own = await planFor('DRV-A');
  await planFor('DRV-B');
  for (const name of ['me', 'DRV-A']) {
    const { body } = await t.api.get(`/drivers/${name}/day?date=${DAY}`).set(driver('DRV-A')).expect(200);
    expect((body as Routes).routes.map(({ route_id }) => route_id)).toEqual([own.route_id]);
  }
  for (const name of ['DRV-B', 'DRV-NOBODY', 'drv-a'])
    await t.api.get(`/drivers/${name}/day?date=${DAY}`).set(driver('DRV-A')).expect(404);
  const { body } = await t.api.get(`/routes?day=${DAY}`).set(driver('DRV-A')).expect(200);
  expect((body as { items: object[] }).items).toMatchObject([{ route_id: own.route_id }]);
  await t.api.get(`/routes?day=${DAY}&driver_id=DRV-B`).set(driver('DRV-A')).expect(404);
  await t.api.get(`/days/${DAY}`).set(driver('DRV-A')).expect(403);
});

it('tells a driver of whoever waits for a parcel, and no longer of whoever has it', async () => {
  const { route_id, order_ids } = await planFor('DRV-A');
  const [delivered, open] = order_ids;
  for (const status of ['PICKED_UP', 'OUT_FOR_DELIVERY', 'DELIVERED'])
    await t.api.post('/tracking').set(dispatcher).send({ order_id: delivered, status }).expect(201);
  const told = async (as: Record<string, string>): Promise<string[]> => {
    const { body } = await t.api.get(`/routes/${route_id}`).set(as).expect(200);
    const { sequence } = body as Routes['routes'][number];
    expect(JSON.stringify(body)).not.toMatch(/@example|unit_price/);
    return sequence.filter(({ order }) => order !== undefined).map(({ order_id }) => order_id);
  };
  const printed = async (as: Record<string, string>): Promise<number> => {
    const { body } = await t.api.get(`/routes/${route_id}?format=svg`).set(as).buffer().expect(200);
    return String(body).split('Rosa Quispe').length - 1;
  };
  expect(await printed(driver('DRV-A'))).toBe(1);
  expect(await told(driver('DRV-A'))).toEqual([open]);
  expect((await told(dispatcher)).sort()).toEqual([...order_ids].sort());
});
