import { newId } from '../../src/kernel/ids';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

const t = useApp({ PLAN_CPU_MS: '60' });

interface RouteBody {
  route_id: string;
  version: number;
  order_ids: string[];
  iterations: number;
  sequence: { order_id: string; arrival_at: string; departure_at: string; waiting_seconds: number }[];
}

const at = (lat: number, lon: number): Record<string, unknown> => ({
  delivery_address: { street: 'Calle 1', lat, lon },
});

const order = async (changes: Record<string, unknown> = {}): Promise<string> =>
  ((await t.api.post('/orders').send(orderBody(changes)).expect(201)).body as { order_id: string }).order_id;

const orders = (count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => order({ ...at(-12.05 - i / 200, -77.03 + (i % 3) / 100) })));

const plan = async (body: object): Promise<RouteBody> =>
  (await t.api.post('/routes').send(body).expect(200)).body as RouteBody;

const pointers = (body: unknown): string[] => (body as { errors: { pointer: string }[] }).errors.map((e) => e.pointer);

const DEPOT = { lat: -12.0464, lon: -77.0428, name: 'Almacén' };

describe('POST /routes', () => {
  it('answers the sequence of one driver with distances, times and the baseline', async () => {
    const order_ids = await orders(6);
    const { body, headers } = await t.api.post('/routes').send({ order_ids, driver_id: 'DRV001' }).expect(200);
    const route = body as RouteBody;
    expect(route).toMatchObject({
      driver_id: 'DRV001',
      status: 'PLANNED',
      version: 2,
      stops: 6,
      unassigned: [],
      matrix: { source: 'estimate' },
      estimated_distance_km: expect.any(Number) as number,
      baseline: { nearest_neighbour_km: expect.any(Number) as number, given_order_km: expect.any(Number) as number },
    });
    expect(route).not.toHaveProperty('write_id');
    expect(route).not.toHaveProperty('approximate');
    expect(headers).toMatchObject({ etag: '"2"', location: `/routes/${route.route_id}` });
    expect([...route.order_ids].sort()).toEqual([...order_ids].sort());
    expect(route.sequence[0]).toMatchObject({
      sequence: 1,
      state: 'NEW',
      leg_distance_km: 0,
      waiting_seconds: 0,
      service_seconds: 180,
      load: { parcels: 5 },
    });
    const read = await t.api.get(`/routes/${route.route_id}`).expect(200);
    const sequence = route.sequence.map((stop) => ({
      ...stop,
      order: expect.objectContaining({
        order_id: stop.order_id,
        delivery_address: expect.any(Object) as object,
      }) as object,
    }));
    expect(read.body).toEqual({ ...route, sequence });
    expect(read.headers.etag).toBe('"2"');
    const { body: assigned } = await t.api.get(`/orders/${order_ids[0] ?? ''}`).expect(200);
    expect(assigned).toMatchObject({ route_id: route.route_id, driver_id: 'DRV001' });
  });

  it('answers the same to the same input, seed and number of iterations', async () => {
    const order_ids = await orders(12);
    const body = { order_ids, driver_id: 'A', max_iterations: 50, seed: 7, departure_at: '2030-01-01T13:00:00Z' };
    const first = await plan(body);
    await t.api.post(`/routes/${first.route_id}/cancel`).expect(200);
    const second = await plan(body);
    expect(second.sequence).toEqual(first.sequence);
    expect(second.iterations).toBe(first.iterations);
  });

  it('begins and ends at the depot, and waits where a window is not open yet', async () => {
    const window = { time_window_start: '2030-01-01T15:00:00Z', time_window_end: '2030-01-01T16:00:00Z' };
    const late = await order({ ...window, ...at(-12.05, -77.04) });
    const departure_at = '2030-01-01T12:00:00.000Z';
    const other = await order(at(-12.06, -77.05));
    const body = { order_ids: [late, other], driver_id: 'A', depot: DEPOT, return_to_depot: true, departure_at };
    const route = await plan(body);
    expect(route).toMatchObject({ depot: DEPOT, stops: 2 });
    const stop = route.sequence.find(({ order_id }) => order_id === late);
    const begin = Date.parse(stop?.arrival_at ?? '') + (stop?.waiting_seconds ?? 0) * 1_000;
    expect(begin).toBeGreaterThanOrEqual(Date.parse('2030-01-01T15:00:00Z'));
  });

  it('says approximate when a stop is known by its district only', async () => {
    const order_ids = [await order({ delivery_address: 'Calle Berlín 300, Miraflores, Lima' }), await order()];
    const route = await plan({ order_ids, driver_id: 'A' });
    expect(route).toMatchObject({ approximate: true });
    expect(route.sequence.find(({ order_id }) => order_id === order_ids[0])).toMatchObject({
      precision: 'district',
      district: 'Miraflores',
    });
  });

  it('names every order that it could not plan, each with its reason', async () => {
    const [fine = '', taken = '', cancelled = ''] = await orders(3);
    const { route_id } = await plan({ order_ids: [taken], driver_id: 'X' });
    await t.api.post(`/orders/${cancelled}/cancel`).send({}).expect(200);
    const nowhere = await order({ delivery_address: 'En la esquina de siempre' });
    const closed = await order({
      time_window_start: '2020-01-01T15:00:00Z',
      time_window_end: '2020-01-01T16:00:00Z',
    });
    const unknown = newId(Date.now());
    const order_ids = [fine, taken, cancelled, nowhere, closed, unknown];
    const { unassigned, order_ids: planned } = (await plan({ order_ids, driver_id: 'A' })) as RouteBody & {
      unassigned: { order_id: string; reason_code: string; route_id?: string }[];
    };
    expect(planned).toEqual([fine]);
    expect(Object.fromEntries(unassigned.map(({ order_id, reason_code }) => [order_id, reason_code]))).toEqual({
      [taken]: 'ON_OPEN_ROUTE',
      [cancelled]: 'ORDER_ENDED',
      [nowhere]: 'NO_COORDINATES',
      [closed]: 'WINDOW_UNREACHABLE',
      [unknown]: 'ORDER_UNKNOWN',
    });
    expect(unassigned.find(({ order_id }) => order_id === taken)).toMatchObject({ route_id });
  });

  it('is 409 when all orders are on other routes, 422 when none can be planned', async () => {
    const order_ids = await orders(2);
    await plan({ order_ids, driver_id: 'A' });
    const conflict = await t.api.post('/routes').send({ order_ids, driver_id: 'B' }).expect(409);
    expect(pointers(conflict.body)).toEqual(['#/order_ids/0', '#/order_ids/1']);
    const mixed = [...order_ids, newId(Date.now())];
    const refused = await t.api.post('/routes').send({ order_ids: mixed, driver_id: 'B' }).expect(422);
    expect(refused.body).toMatchObject({ unassigned: [{}, {}, { reason_code: 'ORDER_UNKNOWN' }] });
    expect((await t.api.get('/routes?driver_id=B').expect(200)).body).toEqual({ items: [], next_cursor: null });
  });

  const ID = '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e';
  it.each<[string, object, string[]]>([
    ['no orders', { order_ids: [], driver_id: 'A' }, ['#/order_ids']],
    ['no order_ids', { driver_id: 'A' }, ['#/order_ids']],
    ['a malformed id', { order_ids: [ID, 'x'], driver_id: 'A' }, ['#/order_ids/1']],
    ['an id twice, in whatever case', { order_ids: [ID, ID.toUpperCase()], driver_id: 'A' }, ['#/order_ids/1']],
    ['no driver', { order_ids: [ID] }, ['#/driver_id']],
    ['both kinds of drivers', { order_ids: [ID], driver_id: 'A', drivers: [{ driver_id: 'B' }] }, ['#/drivers']],
    [
      'a driver twice',
      { order_ids: [ID], drivers: [{ driver_id: 'A' }, { driver_id: 'A' }] },
      ['#/drivers/1/driver_id'],
    ],
    ['a way back to nowhere', { order_ids: [ID], driver_id: 'A', return_to_depot: true }, ['#/depot']],
    ['a depot abroad', { order_ids: [ID], driver_id: 'A', depot: { lat: 0, lon: 0 } }, ['#/depot']],
    ['a depot beyond the pole', { order_ids: [ID], driver_id: 'A', depot: { lat: 91, lon: 0 } }, ['#/depot/lat']],
    ['an unknown stop', { order_ids: [ID], driver_id: 'A', stops: [{ order_id: 'x' }] }, ['#/stops/0/order_id']],
    [
      'a fractional capacity',
      { order_ids: [ID], drivers: [{ driver_id: 'A', capacity: { parcels: 1.5 } }] },
      ['#/drivers/0/capacity/parcels'],
    ],
    ['an unknown field', { order_ids: [ID], driver_id: 'A', speed: 9 }, ['#/speed']],
    [
      'a shift that ends before it begins',
      {
        order_ids: [ID],
        drivers: [{ driver_id: 'A', shift_start: '2030-01-01T15:00:00Z', shift_end: '2030-01-01T14:00:00Z' }],
      },
      ['#/drivers/0/shift_end'],
    ],
    [
      '201 orders for one driver',
      { order_ids: Array.from({ length: 201 }, () => newId(0)), driver_id: 'A' },
      ['#/order_ids'],
    ],
  ])('refuses %s by name', async (_, body, expected) => {
    const order_id = await order();
    const sent = JSON.parse(
      JSON.stringify(body).replaceAll(`"${ID}"`, `"${order_id}"`).replaceAll(ID.toUpperCase(), order_id.toUpperCase()),
    ) as object;
    const answer = await t.api.post('/routes').send(sent).expect(422);
    expect(pointers(answer.body)).toEqual(expected);
    const { body: after } = await t.api.get(`/orders/${order_id}`).expect(200);
    expect(after).not.toHaveProperty('route_id');
  });

  it('answers a repetition with the same key from what it stored', async () => {
    const body = { order_ids: await orders(3), driver_id: 'A' };
    const send = () => t.api.post('/routes').set('Idempotency-Key', '"k1"').send(body);
    const first = await send().expect(200);
    const again = await send().expect(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers.etag).toBe(first.headers.etag);
    await t.api
      .post('/routes')
      .set('Idempotency-Key', '"k1"')
      .send({ ...body, driver_id: 'B' })
      .expect(422);
  });
});

describe('a fleet', () => {
  it('shares the orders among drivers by capacity and skill', async () => {
    const order_ids = await orders(4);
    const [cold = ''] = order_ids;
    const drivers = [
      { driver_id: 'A', capacity: { parcels: 2 } },
      { driver_id: 'B', capacity: { parcels: 2 }, skills: ['cold_box'] },
    ];
    const stops = [{ order_id: cold, skills: ['cold_box'], priority: 10 }];
    const { body, headers } = await t.api.post('/routes').send({ order_ids, drivers, depot: DEPOT, stops }).expect(200);
    const { routes } = body as { routes: (RouteBody & { driver_id: string })[] };
    expect(routes.map(({ driver_id }) => driver_id).sort()).toEqual(['A', 'B']);
    expect(routes.find(({ driver_id }) => driver_id === 'B')?.order_ids).toContain(cold);
    expect(body).toMatchObject({ status: 'DONE', unassigned: [] });
    const { plan_id } = body as { plan_id: string };
    expect(headers.location).toBe(`/routes/plans/${plan_id}`);
    expect((await t.api.get(headers.location ?? '').expect(200)).body).toEqual(body);
  });

  it('leaves out what has no room, the lowest priority first', async () => {
    const order_ids = await orders(3);
    const stops = order_ids.map((order_id, i) => ({ order_id, priority: i * 10 }));
    const drivers = ['A', 'B'].map((driver_id) => ({ driver_id, capacity: { parcels: 1 } }));
    const { body } = await t.api.post('/routes').send({ order_ids, drivers, stops }).expect(200);
    expect(body).toMatchObject({ unassigned: [{ order_id: order_ids[0], reason_code: 'CAPACITY' }] });
  });

  it('is refused, and leaves nothing, when none of its orders can be planned', async () => {
    const order_ids = await orders(2);
    await plan({ order_ids, driver_id: 'X' });
    const drivers = [{ driver_id: 'Y' }, { driver_id: 'Z' }];
    const taken = await t.api.post('/routes').send({ order_ids, drivers }).expect(409);
    expect(pointers(taken.body)).toEqual(['#/order_ids/0', '#/order_ids/1']);
    await t.api
      .post('/routes')
      .send({ order_ids: [newId(Date.now())], drivers })
      .expect(422);
  });

  it('that needs longer is queued: 202, where to look, and the same for the same key', async () => {
    const body = { order_ids: await orders(2), drivers: [{ driver_id: 'A' }], time_limit_ms: 1_000 };
    const send = () => t.api.post('/routes').set('Idempotency-Key', 'fleet').send(body);
    const first = await send().expect(202);
    expect(first.body).toMatchObject({ status: 'QUEUED', routes: [] });
    expect(first.headers.location).toBe(`/routes/plans/${(first.body as { plan_id: string }).plan_id}`);
    expect((await send().expect(202)).body).toEqual(first.body);
    expect((await t.api.get(first.headers.location ?? '').expect(200)).body).toEqual(first.body);
  });

  it('is 404 for a plan that is not there, 422 for what is no id', async () => {
    await t.api.get(`/routes/plans/${newId(Date.now())}`).expect(404);
    await t.api.get('/routes/plans/x').expect(422);
  });
});

describe('GET /routes/{id}', () => {
  const made = async (): Promise<string> =>
    (await plan({ order_ids: await orders(3), driver_id: 'A', depot: DEPOT, return_to_depot: true })).route_id;

  it.each([
    ['application/geo+json', '.geojson', /^application\/geo\+json/, /"type":"FeatureCollection"/],
    ['application/gpx+xml', '.gpx', /^application\/gpx\+xml/, /<gpx /],
    ['image/svg+xml', '.svg', /^image\/svg\+xml/, /<svg/],
  ])('is %s by Accept, by %s and by format', async (accept, suffix, type, content) => {
    const id = await made();
    const answers = [
      await t.api.get(`/routes/${id}`).set('Accept', accept).responseType('blob').expect(200),
      await t.api.get(`/routes/${id}${suffix}`).responseType('blob').expect(200),
      await t.api
        .get(`/routes/${id}?format=${suffix.slice(1)}`)
        .responseType('blob')
        .expect(200),
    ];
    for (const { body, headers } of answers) {
      expect(headers['content-type']).toMatch(type);
      expect(headers.vary).toContain('Accept');
      expect(String(body)).toMatch(content);
      expect(String(body)).toBe(String(answers[0]?.body));
    }
  });

  it('is an encoded polyline, and JSON for browsers, with links to navigation for each stop', async () => {
    const id = await made();
    const line = await t.api.get(`/routes/${id}.polyline`).expect(200);
    expect(line.text).toMatch(/^[?-~]+$/);
    const { body } = await t.api.get(`/routes/${id}`).set('Accept', 'text/html,*/*;q=0.8').expect(200);
    expect(body).toMatchObject({
      sequence: [{ links: { waze: expect.any(String) as string, google_maps: expect.any(String) as string } }, {}, {}],
    });
  });

  it('refuses what it cannot be', async () => {
    const id = await made();
    await t.api.get(`/routes/${id}`).set('Accept', 'application/pdf').expect(406);
    await t.api.get(`/routes/${id}?format=pdf`).expect(422);
    await t.api.get(`/routes/${id}.pdf`).expect(422);
    await t.api.get(`/routes/${newId(Date.now())}.svg`).expect(404);
  });
});

describe('a day', () => {
  const DAY = '2026-12-10';
  const departing = async (driver_id: string, hour: string, day = DAY): Promise<RouteBody> =>
    plan({ order_ids: await orders(1), driver_id, departure_at: `${day}T${hour}:00:00Z` });
  const ids = (body: unknown): string[] =>
    (body as { items: { route_id: string }[] }).items.map(({ route_id }) => route_id);

  it('has its routes by driver, page by page, of one state or of all', async () => {
    const two = await departing('DRV002', '13');
    const one = await departing('DRV001', '13');
    const three = await departing('DRV003', '13');
    await departing('DRV004', '13', '2026-12-11');
    const late = await departing('DRV005', '03', '2026-12-11');
    await t.api.post(`/routes/${two.route_id}/start`).expect(200);
    const first = await t.api.get('/routes').query({ day: DAY, limit: 3 }).expect(200);
    expect(ids(first.body)).toEqual([one, two, three].map(({ route_id }) => route_id));
    const cursor = (first.body as { next_cursor: string }).next_cursor;
    await departing('DRV000', '13');
    const next = await t.api.get('/routes').query({ day: DAY, limit: 3, cursor }).expect(200);
    expect(ids(next.body)).toEqual([late.route_id]);
    expect(next.body).toMatchObject({ next_cursor: null, items: [{ service_day: DAY }] });
    const started = await t.api.get('/routes').query({ day: DAY, status: 'STARTED' }).expect(200);
    expect(ids(started.body)).toEqual([two.route_id]);
    expect(ids((await t.api.get('/routes').query({ day: DAY, driver_id: 'DRV003' }).expect(200)).body)).toEqual([
      three.route_id,
    ]);
  });

  it('is told in figures: what awaits a route, the routes, their stops', async () => {
    const window = { time_window_start: `${DAY}T14:00:00Z`, time_window_end: `${DAY}T18:00:00Z` };
    await order(window);
    await order({ time_window_start: '2026-12-08T14:00:00Z', time_window_end: '2026-12-08T18:00:00Z' });
    const driven = await plan({
      order_ids: [await order(window), await order(window)],
      driver_id: 'DRV001',
      departure_at: `${DAY}T13:00:00Z`,
    });
    const dropped = await departing('DRV002', '13');
    await t.api.post(`/routes/${dropped.route_id}/cancel`).expect(200);
    const [order_id] = driven.order_ids;
    for (const status of ['PICKED_UP', 'OUT_FOR_DELIVERY', 'DELIVERED'])
      await t.api.post('/tracking').send({ order_id, status }).expect(201);
    const { body } = await t.api.get(`/days/${DAY}`).expect(200);
    expect(body).toEqual({
      day: DAY,
      awaiting_route: { due: { CREATED: 1 }, overdue: { CREATED: 1 } },
      routes: { PLANNED: 1, CANCELLED: 1 },
      stops: { SUCCEEDED: 1, NEW: 1 },
    });
  });

  it('of a driver is the routes in the order in which they leave, each stop with whom it goes to', async () => {
    const evening = await departing('DRV001', '22');
    const morning = await departing('DRV001', '13');
    await departing('DRV002', '13');
    const { body } = await t.api.get('/drivers/DRV001/day').query({ date: DAY }).expect(200);
    const { routes } = body as { routes: (RouteBody & { sequence: object[] })[] };
    expect(routes.map(({ route_id }) => route_id)).toEqual([morning.route_id, evening.route_id]);
    expect(routes[0]?.sequence[0]).toMatchObject({
      order: { recipient: { name: 'Rosa Quispe', phone: '+51999888777' }, delivery_address: { street: 'Calle 1' } },
    });
    expect((await t.api.get('/drivers/DRV009/day').expect(200)).body).toMatchObject({ routes: [] });
  });

  it.each([
    ['/days/2026-02-30', '#/day'],
    ['/days/today', '#/day'],
    ['/drivers/DRV001/day?date=2026-02-30', '#/date'],
    ['/drivers/%20/day', '#/driver_id'],
    ['/routes?day=2026-02-30', '#/day'],
    ['/routes', '#/driver_id'],
    ['/routes?driver_id=DRV001&status=STARTED', '#/status'],
    ['/routes?day=2026-12-10&from=2026-12-01', '#/from'],
    ['/routes?driver_id=DRV001&from=2026-12-10&to=2026-12-01', '#/to'],
    ['/routes?day=2026-12-10&status=LOST', '#/status'],
  ])('refuses %s', async (path, pointer) => {
    expect(pointers((await t.api.get(path).expect(422)).body)).toEqual([pointer]);
  });
});

describe('GET /routes', () => {
  it("lists a driver's routes newest first, page by page, without their stops", async () => {
    const made: string[] = [];
    for (let i = 0; i < 3; i++) {
      const departure_at = `2031-03-1${i}T13:00:00Z`;
      made.unshift((await plan({ order_ids: [await order()], driver_id: 'D', departure_at })).route_id);
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await t.api.get(`/routes?driver_id=D&limit=2${cursor}`).expect(200);
      const page = body as { items: { route_id: string }[]; next_cursor: string | null };
      seen.push(...page.items.map(({ route_id }) => route_id));
      expect(page.items[0]).not.toHaveProperty('sequence');
      expect(page.items[0]).not.toHaveProperty('write_id');
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
      if (cursor !== '') await t.api.get(`/routes?driver_id=E&limit=2${cursor}`).expect(422);
    } while (cursor !== '');
    expect(seen).toEqual(made);
  });

  it.each([
    '/routes',
    '/routes?driver_id=',
    '/routes?driver_id=A&limit=0',
    '/routes?driver_id=A&cursor=x',
    '/routes/x',
  ])('refuses %s', async (path) => {
    await t.api.get(path).expect(422);
  });

  it('is 404 for a route that is not there', async () => {
    await t.api.get(`/routes/${newId(Date.now())}`).expect(404);
    await t.api.post(`/routes/${newId(Date.now())}/start`).expect(404);
  });
});

describe('POST /routes/{id}/start, complete and cancel', () => {
  it('move the route while that is legal, and say what is legal when it is not', async () => {
    const { route_id } = await plan({ order_ids: await orders(2), driver_id: 'A' });
    const post = (action: string, ifMatch?: string) => {
      const request = t.api.post(`/routes/${route_id}/${action}`);
      return ifMatch === undefined ? request : request.set('If-Match', ifMatch);
    };
    const early = await post('complete').expect(409);
    expect(early.body).toMatchObject({ current_status: 'PLANNED', allowed: ['STARTED', 'CANCELLED'] });
    await post('start', '"1"').expect(412);
    const begun = await post('start', '"2"').expect(200);
    expect(begun.body).toMatchObject({ status: 'STARTED', version: 3 });
    expect(begun.headers.etag).toBe('"3"');
    expect((await post('start', '"2"').expect(200)).body).toMatchObject({ version: 3 });
    const done = await post('complete').expect(200);
    expect(done.body).toMatchObject({
      status: 'COMPLETED',
      sequence: [{ state: 'CLOSED', outcome: 'NOT_ATTEMPTED' }, {}],
    });
    expect((await post('cancel').expect(409)).body).toMatchObject({ current_status: 'COMPLETED', allowed: [] });
  });
});
