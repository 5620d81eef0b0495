import { loseReply, transactionConflict } from '../../support/faults';
import { useFaultyApp } from '../../support/faulty-app';

/* The register when its store fails, and when many write to it at once. */

const t = useFaultyApp();

const DEPOT = { depot_id: 'DEPOT-LIMA', name: 'Almacén Lima', lat: -12.0464, lon: -77.0428 };
const DRIVER = { driver_id: 'DRV001', name: 'Luis Huamán Rojas', home_depot_id: 'DEPOT-LIMA' };

const actions = async (object: string): Promise<string[]> => {
  const { body } = await t.api.get('/changes').query({ object }).expect(200);
  return (body as { items: { action: string }[] }).items.map(({ action }) => action);
};

describe.each([
  ['recognises the token', (body: string) => body],
  [
    'has forgotten the token',
    (body: string) => body.replace(/"ClientRequestToken":"[^"]*"/, `"ClientRequestToken":"${crypto.randomUUID()}"`),
  ],
])('a write whose reply is lost is done once, where the store %s', (_, rewrite) => {
  beforeEach(async () => {
    await t.api.post('/depots').send(DEPOT).expect(201);
    t.stores.tables.rewrite = rewrite;
  });

  it.each([
    ['without a key', {}],
    ['with a key', { 'Idempotency-Key': 'k' }],
  ])('registering %s', async (__, headers) => {
    t.stores.tables.next('TransactWriteItems', loseReply());
    await t.api.post('/drivers').set(headers).send(DRIVER).expect(201);
    expect(await actions('driver:DRV001')).toEqual(['driver.registered']);
  });

  it('changing and taking away, with If-Match', async () => {
    await t.api.post('/drivers').send(DRIVER).expect(201);
    t.stores.tables.next('TransactWriteItems', loseReply());
    const { body } = await t.api.patch('/drivers/DRV001').set('If-Match', '"1"').send({ active: false }).expect(200);
    expect(body).toMatchObject({ version: 2, active: false });
    t.stores.tables.next('TransactWriteItems', loseReply());
    await t.api.delete('/drivers/DRV001').set('If-Match', '"2"').expect(204);
    t.stores.tables.next('TransactWriteItems', loseReply());
    await t.api.delete('/depots/DEPOT-LIMA').expect(204);
    expect(await actions('driver:DRV001')).toEqual(['driver.removed', 'driver.patched', 'driver.registered']);
    expect(await actions('depot:DEPOT-LIMA')).toEqual(['depot.removed', 'depot.registered']);
  });
});

it('registers twenty drivers at one depot at once', async () => {
  await t.api.post('/depots').send(DEPOT).expect(201);
  const ids = Array.from({ length: 20 }, (_, n) => `DRV-${n + 20}`);
  const add = (driver_id: string) => t.api.post('/drivers').send({ ...DRIVER, driver_id });
  expect((await Promise.all(ids.map(async (id) => (await add(id)).status))).filter((status) => status !== 201)).toEqual(
    [],
  );
  const { body } = await t.api.get('/drivers?limit=100').expect(200);
  expect((body as { items: { driver_id: string }[] }).items.map(({ driver_id }) => driver_id)).toEqual(ids);
});

it('registers nothing while the store is busy: 503', async () => {
  t.stores.tables.always('TransactWriteItems', transactionConflict());
  await t.api.post('/depots').send(DEPOT).expect(503);
  t.stores.heal();
  await t.api.get('/depots/DEPOT-LIMA').expect(404);
});
