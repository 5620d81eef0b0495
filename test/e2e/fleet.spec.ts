import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

/* Who drives, with what and from where is registered once; a plan then names drivers alone. */

const t = useApp({ PLAN_CPU_MS: '60' });

const DEPOT = { depot_id: 'DEPOT-LIMA', name: 'Almacén Lima', lat: -12.0464, lon: -77.0428 };
const DRIVER = {
  driver_id: 'DRV001',
  name: 'Luis Huamán Rojas',
  phone: '999 111 222',
  plate: 'ABC-123',
  vehicle: { kind: 'VAN', capacity: { weight_grams: 400_000, parcels: 60 } },
  skills: ['cold_box'],
  shift: { start: '08:00', end: '18:00' },
  home_depot_id: 'DEPOT-LIMA',
};
const { home_depot_id: _, ...HOMELESS } = DRIVER;

interface Problem {
  readonly detail: string;
  readonly driver_ids?: readonly string[];
  readonly errors: readonly { pointer: string; detail: string }[];
}
const pointers = (body: unknown): string[] => (body as Problem).errors.map(({ pointer }) => pointer);
const register = (path: string, body: object, status = 201) => t.api.post(path).send(body).expect(status);

describe('the fleet register', () => {
  it('keeps a depot and a driver, and says where they are', async () => {
    const depot = await register('/depots', DEPOT);
    expect(depot.headers).toMatchObject({ etag: '"1"', location: '/depots/DEPOT-LIMA' });
    const { body, headers } = await register('/drivers', DRIVER);
    expect(body).toMatchObject({ ...DRIVER, phone: '+51999111222', active: true, version: 1 });
    expect(body).not.toHaveProperty('write_id');
    expect((await t.api.get(String(headers.location)).expect(200)).body).toEqual(body);
    expect((await t.api.get('/depots/DEPOT-LIMA').expect(200)).body).toEqual(depot.body);
    await t.api.get('/drivers/DRV001').set('If-None-Match', '"1"').expect(304);
  });

  it('registers once what is sent twice under one key, and refuses ids that look alike', async () => {
    const send = (body: object) => t.api.post('/depots').set('Idempotency-Key', 'depot-1').send(body);
    const [first, second] = await Promise.all([send(DEPOT).expect(201), send(DEPOT).expect(201)]);
    expect(second.body).toEqual(first.body);
    expect(pointers((await send({ ...DEPOT, name: 'Otro' }).expect(422)).body)).toHaveLength(1);
    await register('/depots', DEPOT, 409);
    await register('/depots', { ...DEPOT, depot_id: 'depot.1ima' }, 409);
    await register('/drivers', HOMELESS);
    expect((await register('/drivers', { ...HOMELESS, driver_id: 'drvO01' }, 409)).body).toMatchObject({
      detail: 'There is a driver DRV001 already.',
    });
  });

  it('changes an entry at every depth, on condition of its version', async () => {
    await register('/depots', DEPOT);
    await register('/drivers', DRIVER);
    const patch = (body: object, version = '*') => t.api.patch('/drivers/DRV001').set('If-Match', version).send(body);
    const changed = await patch({ active: false, phone: null, vehicle: { capacity: { parcels: 40 } } }, '"1"');
    expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(changed.body).toMatchObject({
      active: false,
      plate: 'ABC-123',
      vehicle: { kind: 'VAN', capacity: { weight_grams: 400_000, parcels: 40 } },
    });
    expect(changed.body).not.toHaveProperty('phone');
    await patch({ name: 'Otro' }, '"1"').expect(412);
    const statuses = await Promise.all(['A', 'B', 'C'].map(async (name) => (await patch({ name }, '"2"')).status));
    expect(statuses.sort()).toEqual([200, 412, 412]);
    const { body } = await t.api.get('/changes').query({ object: 'driver:DRV001' }).expect(200);
    const { items } = body as { items: { action: string }[] };
    expect(items.map(({ action }) => action)).toEqual(['driver.patched', 'driver.patched', 'driver.registered']);
    expect(JSON.stringify(items)).not.toContain('999111222');
    await t.api.patch('/depots/DEPOT-LIMA').send({ name: 'Almacén Ate' }).expect(200);
  });

  it('lists by id, page by page, what was there once, whatever is registered meanwhile', async () => {
    for (const driver_id of ['DRV002', 'DRV004', 'DRV003']) await register('/drivers', { driver_id, name: 'X' });
    const page = (query: object) =>
      t.api
        .get('/drivers')
        .query({ limit: 2, ...query })
        .expect(200);
    const first = (await page({})).body as { items: { driver_id: string }[]; next_cursor: string };
    await register('/drivers', { driver_id: 'DRV001', name: 'X' });
    const last = (await page({ cursor: first.next_cursor })).body as typeof first;
    expect([...first.items, ...last.items].map(({ driver_id }) => driver_id)).toEqual(['DRV002', 'DRV003', 'DRV004']);
    expect(last.next_cursor).toBeNull();
    await t.api.get('/depots').query({ cursor: first.next_cursor }).expect(422);
  });

  it('takes an entry away on condition of its version, and may register it anew', async () => {
    await register('/drivers', HOMELESS);
    await t.api.delete('/drivers/DRV001').set('If-Match', '"2"').expect(412);
    const statuses = await Promise.all([1, 2].map(async () => (await t.api.delete('/drivers/DRV001')).status));
    expect(statuses.sort()).toEqual([204, 404]);
    await t.api.get('/drivers/DRV001').expect(404);
    await register('/drivers', HOMELESS);
  });

  it('keeps a depot while drivers begin there: 409 names them', async () => {
    await register('/depots', DEPOT);
    await register('/drivers', DRIVER);
    const { body } = await t.api.delete('/depots/DEPOT-LIMA').expect(409);
    expect(body).toMatchObject({ driver_ids: ['DRV001'], detail: expect.stringContaining('DRV001') as string });
    await t.api.patch('/drivers/DRV001').send({ home_depot_id: null }).expect(200);
    await t.api.delete('/depots/DEPOT-LIMA').expect(204);
    const patch = await t.api.patch('/drivers/DRV001').send({ home_depot_id: 'DEPOT-LIMA' }).expect(422);
    expect(pointers(patch.body)).toEqual(['#/home_depot_id']);
  });

  it('never has a driver begin at a depot that is taken away in the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const depot_id = `DEPOT-${round}`;
      await register('/depots', { ...DEPOT, depot_id });
      const [removed, added] = await Promise.all([
        t.api.delete(`/depots/${depot_id}`),
        t.api.post('/drivers').send({ ...DRIVER, driver_id: `DRV10${round}`, home_depot_id: depot_id }),
      ]);
      expect([
        [204, 422],
        [409, 201],
      ]).toContainEqual([removed.status, added.status]);
    }
  });

  it.each([
    ['/drivers', { ...HOMELESS, driver_id: 'con espacio' }, '#/driver_id'],
    ['/drivers', { ...HOMELESS, driver_id: 'me' }, '#/driver_id'],
    ['/drivers', { ...HOMELESS, name: ' ' }, '#/name'],
    ['/drivers', { ...DRIVER, home_depot_id: 'DEPOT-NONE' }, '#/home_depot_id'],
    ['/drivers', { ...HOMELESS, phone: '12' }, '#/phone'],
    ['/drivers', { ...HOMELESS, shift: { start: '25:00', end: '18:00' } }, '#/shift/start'],
    ['/drivers', { ...HOMELESS, shift: { start: '18:00', end: '08:00' } }, '#/shift/end'],
    ['/drivers', { ...HOMELESS, shift: { start: '08:00', end: '08:00' } }, '#/shift/end'],
    ['/drivers', { ...HOMELESS, shift: { start: '08:00' } }, '#/shift/end'],
    ['/drivers', { ...HOMELESS, vehicle: { kind: 'BOAT' } }, '#/vehicle/kind'],
    ['/drivers', { ...HOMELESS, vehicle: { capacity: { parcels: 0 } } }, '#/vehicle/capacity/parcels'],
    ['/drivers', { ...HOMELESS, vehicle: { capacity: { weight_grams: -1 } } }, '#/vehicle/capacity/weight_grams'],
    ['/drivers', { ...HOMELESS, active: 'yes' }, '#/active'],
    ['/drivers', { ...HOMELESS, colour: 'red' }, '#/colour'],
    ['/depots', { ...DEPOT, lat: 40 }, '#/lat'],
    ['/depots', { ...DEPOT, lat: -77.0428, lon: -12.0464 }, '#/lat'],
  ])('refuses at %s %j', async (path, body, pointer) => {
    expect(pointers((await register(path, body, 422)).body)).toEqual([pointer]);
  });

  it.each([
    [{ shift: { start: '09:00' } }, '#/shift/end'],
    [{ shift: { end: '09:00' } }, '#/shift/start'],
    [{ name: null }, '#/name'],
    [{ driver_id: 'DRV002' }, '#/driver_id'],
    [{ vehicle: { capacity: { parcels: 0 } } }, '#/vehicle/capacity/parcels'],
    [{ phone: '12' }, '#/phone'],
  ])('refuses a patch that would leave what cannot be: %j', async (patch, pointer) => {
    await register('/drivers', { driver_id: 'DRV001', name: 'X' });
    expect(pointers((await t.api.patch('/drivers/DRV001').send(patch).expect(422)).body)).toEqual([pointer]);
    expect((await t.api.get('/drivers/DRV001').expect(200)).body).toMatchObject({ version: 1 });
  });

  it('does not know who is not in it', async () => {
    for (const path of [
      '/drivers/DRV009',
      '/depots/DEPOT-9',
      '/drivers/con%20espacio',
      `/depots/${'A'.repeat(3_000)}`,
    ]) {
      await t.api.get(path).expect(404);
      await t.api.patch(path).send({ name: 'X' }).expect(404);
      await t.api.delete(path).expect(404);
    }
  });
});

interface Route {
  readonly route_id: string;
  readonly version: number;
  readonly driver_id: string;
  readonly departure_at: string;
  readonly depot?: object;
  readonly driver: Readonly<Record<string, unknown>>;
}

describe('a plan', () => {
  const AT = '2031-03-10T15:00:00.000Z';
  const SHIFT = { shift_start: '2031-03-10T13:00:00.000Z', shift_end: '2031-03-10T23:00:00.000Z' };
  const POINT = { lat: DEPOT.lat, lon: DEPOT.lon };
  const CAPACITY = DRIVER.vehicle.capacity;

  const order = async (): Promise<string> =>
    ((await register('/orders', orderBody())).body as { order_id: string }).order_id;
  const ask = async (body: object, status = 200): Promise<unknown> => {
    const sent = { order_ids: [await order(), await order()], max_iterations: 5, departure_at: AT, ...body };
    const answer = await t.api.post('/routes').send(sent);
    expect(answer).toMatchObject({ status });
    return answer.body;
  };
  const routesOf = async (body: object): Promise<readonly Route[]> =>
    ((await ask(body)) as { routes: readonly Route[] }).routes;

  beforeEach(async () => {
    await register('/depots', DEPOT);
    await register('/drivers', DRIVER);
  });

  it('says whose it is and nothing more', async () => {
    const [route] = await routesOf({ driver_ids: ['DRV001'] });
    expect(route).toMatchObject({
      depot: { ...POINT, name: DEPOT.name },
      driver: { driver_id: 'DRV001', start: POINT, capacity: CAPACITY, skills: ['cold_box'], ...SHIFT },
    });
    expect(route?.driver).not.toHaveProperty('home_depot');
    expect(route?.driver).not.toHaveProperty('end');
  });

  it('asks the register as well for one driver, and for drivers of whom it says a part', async () => {
    expect(await ask({ driver_id: 'DRV001', return_to_depot: true })).toMatchObject({
      driver: { start: POINT, end: POINT, capacity: CAPACITY, ...SHIFT },
    });
    const start = { lat: -12.1, lon: -77.02 };
    const shift_start = '2031-03-11T14:00:00.000Z';
    const drivers = [{ driver_id: 'DRV001', start, shift_start, capacity: { parcels: 5 }, skills: ['fragile'] }];
    const [route] = await routesOf({ drivers, departure_at: undefined });
    expect(route?.driver).toEqual({
      driver_id: 'DRV001',
      start,
      shift_start,
      shift_end: '2031-03-11T23:00:00.000Z',
      capacity: { ...CAPACITY, parcels: 5 },
      skills: ['fragile'],
    });
  });

  it('has a depot of its own, which comes before that of the register', async () => {
    const depot = { lat: -12.1, lon: -77.02 };
    expect(await ask({ driver_id: 'DRV001', depot })).toMatchObject({ depot, driver: { start: depot } });
  });

  it('counts what a registered van takes', async () => {
    await t.api
      .patch('/drivers/DRV001')
      .send({ vehicle: { capacity: { parcels: 1 } } })
      .expect(200);
    expect(await ask({ driver_ids: ['DRV001'] })).toMatchObject({
      routes: [{ stops: 1 }],
      unassigned: [{ reason_code: 'CAPACITY' }],
    });
  });

  it('made in the evening is for the next day’s shift', async () => {
    const tonight = Date.parse('2031-03-10T23:30:00.000Z');
    t.clock.advance(tonight - t.clock.now());
    const [route] = await routesOf({ driver_ids: ['DRV001'], departure_at: undefined });
    expect(route?.driver).toMatchObject({ shift_start: '2031-03-11T13:00:00.000Z' });
    expect(Date.parse(route?.departure_at ?? '')).toBeGreaterThanOrEqual(Date.parse('2031-03-11T13:00:00.000Z'));
  });

  it('takes who is not registered on today’s terms', async () => {
    expect(await ask({ driver_id: 'DRV-NEW' })).toMatchObject({ driver: { driver_id: 'DRV-NEW' } });
    const [route] = await routesOf({ driver_ids: ['DRV-OTHER'] });
    expect(route?.driver).toEqual({ driver_id: 'DRV-OTHER' });
    expect(pointers(await ask({ driver_ids: ['DRV-OTHER'], return_to_depot: true }, 422))).toEqual(['#/depot']);
  });

  it.each([
    [{}, ['#/driver_id']],
    [{ driver_id: 'A', driver_ids: ['B'] }, ['#/driver_ids']],
    [{ driver_id: 'A', driver_ids: ['B'], drivers: [{ driver_id: 'C' }] }, ['#/driver_ids', '#/drivers']],
    [{ driver_ids: ['B'], drivers: [{ driver_id: 'C' }] }, ['#/drivers']],
    [{ driver_ids: ['B', 'B'] }, ['#/driver_ids/1']],
    [{ driver_ids: [] }, ['#/driver_ids']],
    [{ driver_ids: ['con espacio'] }, ['#/driver_ids/0']],
    [{ driver_ids: ['', 'A'.repeat(3_000)] }, ['#/driver_ids/0', '#/driver_ids/1']],
    [{ driver_ids: ['B', 'DRV-OFF'] }, ['#/driver_ids/1']],
    [{ driver_id: 'DRV-OFF' }, ['#/driver_id']],
    [{ drivers: [{ driver_id: 'DRV-OFF' }] }, ['#/drivers/0/driver_id']],
    [{ drivers: [{ driver_id: 'DRV001', shift_start: '2031-03-10T23:30:00Z' }] }, ['#/drivers/0/shift_start']],
    [{ drivers: [{ driver_id: 'DRV001', shift_end: '2031-03-10T12:30:00Z' }] }, ['#/drivers/0/shift_end']],
  ])('refuses %j', async (drivers, expected) => {
    await register('/drivers', { driver_id: 'DRV-OFF', name: 'X', active: false });
    expect(pointers(await ask(drivers, 422))).toEqual(expected);
  });

  it('points to the driver by the field that named who is busy', async () => {
    await ask({ driver_ids: ['DRV001'] });
    expect(pointers(await ask({ driver_ids: ['DRV001'] }, 409))).toEqual(['#/driver_ids/0']);
  });

  it('is the same when it is sent again under its key, whatever the register has become', async () => {
    const body = { order_ids: [await order()], driver_ids: ['DRV001'], max_iterations: 5, departure_at: AT };
    const send = () => t.api.post('/routes').set('Idempotency-Key', 'plan-1').send(body).expect(200);
    const first = await send();
    await t.api.patch('/drivers/DRV001').send({ active: false }).expect(200);
    expect((await send()).body).toEqual(first.body);
  });

  it('is handed on to no driver who is not active', async () => {
    const { route_id } = (await ask({ driver_id: 'DRV-X' })) as Route;
    await t.api.patch('/drivers/DRV001').send({ active: false }).expect(200);
    const hand = (body: object, status: number) => t.api.post(`/routes/${route_id}/transfer`).send(body).expect(status);
    expect(pointers((await hand({ driver_id: 'DRV001' }, 422)).body)).toEqual(['#/driver_id']);
    expect(pointers((await hand({ driver_ids: ['DRV-Y', 'DRV001'] }, 422)).body)).toEqual(['#/driver_ids/1']);
    expect((await t.api.get(`/routes/${route_id}`).expect(200)).body).toMatchObject({ driver_id: 'DRV-X' });
    await hand({ driver_id: 'DRV-Y' }, 200);
  });

  it('leaves a running route as it was planned when the register changes', async () => {
    t.clock.advance(Date.parse(AT) - t.clock.now());
    const planned = (await ask({ driver_id: 'DRV001' })) as Route;
    await t.api.post(`/routes/${planned.route_id}/start`).expect(200);
    const { body: before } = await t.api.get(`/routes/${planned.route_id}`).expect(200);
    const patch = { active: false, home_depot_id: null, shift: null, vehicle: { capacity: { parcels: 1 } } };
    await t.api.patch('/drivers/DRV001').send(patch).expect(200);
    await t.api.delete('/depots/DEPOT-LIMA').expect(204);
    expect((await t.api.get(`/routes/${planned.route_id}`).expect(200)).body).toEqual(before);
    await t.api.delete('/drivers/DRV001').expect(204);
    const { body: after } = await t.api.post(`/routes/${planned.route_id}/reoptimize`).send({}).expect(200);
    expect(after).toMatchObject({ driver: planned.driver, depot: planned.depot, stops: 2 });
  });
});
