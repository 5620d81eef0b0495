import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

/*
 * When vans leave, where they are, and what fits into their day. All of it on days far ahead, where nothing depends on the hour of the test.
 */

const t = useApp({ PLAN_CPU_MS: '60' });

const HOUR = 3_600_000;
/** Midnight in Lima. */
const DAY = Date.parse('2031-03-10T05:00:00Z');
const at = (hours: number): string => new Date(DAY + hours * HOUR).toISOString();
const hourOf = (instant: string): number => (Date.parse(instant) - DAY) / HOUR;

interface Stop {
  order_id: string;
  sequence: number;
  state: string;
  arrival_at: string;
  departure_at: string;
  waiting_seconds: number;
  late_seconds?: number;
  leg_distance_km: number;
  confidence?: number;
}
interface Route {
  route_id: string;
  driver_id: string;
  status: string;
  version: number;
  departure_at: string;
  estimated_distance_km: number;
  estimated_duration_seconds: number;
  overtime_seconds?: number;
  stops: number;
  order_ids: string[];
  sequence: Stop[];
  unassigned: { order_id: string; reason_code: string; detail: string }[];
}

const DEPOT = { lat: -12.05, lon: -77.05 };
const A = [-12.06, -77.05] as const;
const B = [-12.07, -77.05] as const;
const C = [-12.08, -77.05] as const;
const D = [-12.09, -77.05] as const;
const FAR = [-12.2, -77] as const;

const order = async ([lat, lon]: readonly [number, number], window?: readonly [number, number]): Promise<string> => {
  const times = window && { time_window_start: at(window[0]), time_window_end: at(window[1]) };
  const body = orderBody({ delivery_address: { street: 'Calle 1', lat, lon }, ...times });
  return ((await t.api.post('/orders').send(body).expect(201)).body as { order_id: string }).order_id;
};
const orders = (places: readonly (readonly [number, number])[]): Promise<string[]> =>
  Promise.all(places.map((place) => order(place)));

const plan = async (body: object, status = 200): Promise<Route> =>
  (
    await t.api
      .post('/routes')
      .send({ depot: DEPOT, max_iterations: 50, ...body })
      .expect(status)
  ).body as Route;
const fleet = async (body: object): Promise<{ routes: Route[]; unassigned: Route['unassigned'] }> =>
  (
    await t.api
      .post('/routes')
      .send({ depot: DEPOT, max_iterations: 50, ...body })
      .expect(200)
  ).body as {
    routes: Route[];
    unassigned: Route['unassigned'];
  };
const reoptimize = async ({ route_id }: Route, body: object = {}, status = 200): Promise<Route> =>
  (
    await t.api
      .post(`/routes/${route_id}/reoptimize`)
      .send({ max_iterations: 50, ...body })
      .expect(status)
  ).body as Route;
const cancel = ({ route_id }: Route) => t.api.post(`/routes/${route_id}/cancel`).expect(200);
const start = ({ route_id }: Route) => t.api.post(`/routes/${route_id}/start`).expect(200);
const scan = async (order_id: string | undefined, status: string, more: object = {}): Promise<void> => {
  await t.api
    .post('/tracking')
    .send({ order_id, status, ...more })
    .expect(201);
};
const load = async (ids: readonly string[]): Promise<void> => {
  for (const id of ids) for (const status of ['PICKED_UP', 'OUT_FOR_DELIVERY']) await scan(id, status);
};
const reasons = ({ unassigned }: Pick<Route, 'unassigned'>): Record<string, string> =>
  Object.fromEntries(unassigned.map(({ order_id, reason_code }) => [order_id, reason_code]));
const expectForwards = ({ sequence }: Route): void => {
  const times = sequence.flatMap(({ arrival_at, departure_at }) => [arrival_at, departure_at]);
  expect([...times].sort()).toEqual(times);
};

afterEach(() => {
  t.clock.reset();
});

describe('where the van is', () => {
  it('is the depot while the route has not started, whatever was cancelled', async () => {
    const ids = await orders([A, B, C, D, FAR]);
    const [a = '', , , , z = ''] = ids;
    const route = await plan({ order_ids: ids, driver_id: 'V1', departure_at: at(8) });
    await t.api.post(`/orders/${z}/cancel`).send({}).expect(200);
    const next = await reoptimize(route);
    await cancel(next);
    const fresh = await plan({ order_ids: ids.slice(0, 4), driver_id: 'V1', departure_at: at(8) });
    expect(next.estimated_distance_km).toBe(fresh.estimated_distance_km);
    expect(next.order_ids).toEqual([...fresh.order_ids, z]);
    expect(next.sequence.slice(0, 4).map(({ arrival_at }) => arrival_at)).toEqual(
      fresh.sequence.map(({ arrival_at }) => arrival_at),
    );
    expect(next.sequence[4]).toMatchObject({ order_id: z, state: 'CLOSED', outcome: 'FAILED', leg_distance_km: 0 });
    expectForwards(next);
    const { body } = await t.api.get(`/orders/${a}`).expect(200);
    expect(body).toMatchObject({ estimated_delivery_at: fresh.sequence[0]?.arrival_at });
  });

  it('is not where somebody refused a parcel by telephone', async () => {
    const ids = await orders([A, B, C, D, FAR]);
    const [a, b, c, d, z] = ids;
    const route = await plan({ order_ids: ids, driver_id: 'V2' });
    await start(route);
    await load(ids);
    await scan(a, 'DELIVERED');
    await scan(b, 'DELIVERED');
    await scan(z, 'ATTEMPT_FAILED', { reason_code: 'CONSIGNEE_REFUSED' });
    const next = await reoptimize(route);
    expect(next.order_ids).toEqual([a, b, c, d, z]);
    expect(next.sequence[2]?.leg_distance_km).toBeLessThan(2);
    expect(next.estimated_distance_km).toBeLessThan(7);
    expectForwards(next);
  });

  it('is where an attempt failed at the door', async () => {
    const ids = await orders([A, B, D]);
    const [a, b, d] = ids;
    const route = await plan({ order_ids: ids, driver_id: 'V3' });
    await start(route);
    await load(ids);
    await scan(d, 'ATTEMPT_FAILED', { reason_code: 'CONSIGNEE_ABSENT' });
    expect((await reoptimize(route)).order_ids).toEqual([d, b, a]);
  });

  it('is where it was last, however the deliveries were planned, scanned or reported', async () => {
    const ids = await orders([A, B, C, D, FAR]);
    const [a, b, c, d, z] = ids;
    const route = await plan({ order_ids: ids, driver_id: 'V4' });
    await start(route);
    await load(ids);
    const minutes = (count: number): object => ({
      occurred_at: new Date(t.clock.now() + count * 60_000).toISOString(),
    });
    // Reported the other way round.
    await scan(a, 'DELIVERED', minutes(4));
    await scan(d, 'DELIVERED', minutes(2));
    const next = await reoptimize(route);
    expect(next.order_ids).toEqual([d, a, b, c, z]);
    expect(next.sequence[0]?.leg_distance_km).toBeGreaterThan(4);
    expectForwards(next);
  });
});

describe('what is in the van', () => {
  const loaded = async (driver_id: string) => {
    const ids = await orders([A, B, C, D, FAR]);
    const shift_end = new Date(t.clock.now() + 5 * HOUR).toISOString();
    const { routes } = await fleet({ order_ids: ids, drivers: [{ driver_id, shift_end }] });
    const [route] = routes as [Route];
    await start(route);
    await load(ids);
    return { ids, route };
  };

  it('stays on the route after the shift, which is reported', async () => {
    const { ids, route } = await loaded('L1');
    t.clock.advance(6 * HOUR);
    const next = await reoptimize(route);
    expect(next).toMatchObject({ status: 'STARTED', stops: 5, unassigned: [] });
    expect([...next.order_ids].sort()).toEqual([...ids].sort());
    expect(next.overtime_seconds).toBeGreaterThan(HOUR / 1_000);
    expect(await reoptimize(next)).toMatchObject({ stops: 5 });
    for (const id of ids)
      expect((await t.api.get(`/orders/${id}`)).body).toMatchObject({
        status: 'OUT_FOR_DELIVERY',
        route_id: route.route_id,
      });
  });

  it('is told late where its window has closed', async () => {
    const now = t.clock.now();
    const hours = (count: number): number => (now - DAY) / HOUR + count;
    const ids = [await order(A, [hours(0), hours(2)]), await order(B)];
    const route = await plan({ order_ids: ids, driver_id: 'L2' });
    await start(route);
    await load(ids);
    t.clock.advance(3 * HOUR);
    const next = await reoptimize(route);
    expect(next.unassigned).toEqual([]);
    expect(next.sequence.find(({ order_id }) => order_id === ids[0])?.late_seconds).toBeGreaterThan(3_500);
    expect(next.sequence.find(({ order_id }) => order_id === ids[1])).not.toHaveProperty('late_seconds');
  });

  it('is planned from now, within an hour', async () => {
    const { route } = await loaded('L3');
    for (const hours of [5, -2]) {
      const wrong = new Date(t.clock.now() + hours * HOUR).toISOString();
      expect(await reoptimize(route, { at: wrong }, 422)).toMatchObject({ errors: [{ pointer: '#/at' }] });
    }
    const soon = new Date(t.clock.now() + HOUR / 2).toISOString();
    expect(await reoptimize(route, { at: soon })).toMatchObject({ stops: 5 });
  });
});

describe('a day', () => {
  const shift = (driver_id: string, from?: number, to?: number): object => ({
    driver_id,
    ...(from !== undefined && { shift_start: at(from) }),
    ...(to !== undefined && { shift_end: at(to) }),
  });

  it.each<[string, object]>([
    ['a driver', { driver_id: 'D1' }],
    ['a fleet', { drivers: [shift('D2')] }],
    ['a shift', { drivers: [shift('D3', 8, 17)] }],
  ])('of %s is not moved to another for one order', async (_, who) => {
    const ids = [...(await orders([A, B, C, D])), await order(FAR, [24 + 14, 24 + 18])];
    const answer = await plan({ order_ids: ids, departure_at: at(8.5), ...who });
    const [route] = ((answer as unknown as { routes?: Route[] }).routes ?? [answer]) as [Route];
    expect(route.departure_at).toBe(at(8.5));
    expect(reasons(answer)).toEqual({ [ids[4] ?? '']: 'WINDOW_UNREACHABLE' });
    expect(route.sequence.every(({ arrival_at }) => hourOf(arrival_at) < 11)).toBe(true);
  });

  it('has ten hours unless a shift says otherwise, and names what does not fit', async () => {
    const places = Array.from({ length: 40 }, (_, i) => [-12 - i / 100, -77 - (i % 4) / 50] as const);
    const ids = await orders(places);
    const answer = await plan({ order_ids: ids, driver_id: 'D4', departure_at: at(8), service_seconds: 900 });
    expect(answer.estimated_duration_seconds).toBeLessThanOrEqual(36_000);
    expect(answer.stops).toBeGreaterThan(15);
    expect(new Set(Object.values(reasons(answer)))).toEqual(new Set(['SHIFT']));
    expect(answer.stops + answer.unassigned.length).toBe(40);
  });

  it('does not reach from Lima to Iquitos, but to Huacho', async () => {
    const [huacho = '', iquitos = ''] = await orders([
      [-11.1067, -77.605],
      [-3.7491, -73.2538],
    ]);
    const answer = await plan({ order_ids: [huacho, iquitos], driver_id: 'D5', departure_at: at(8) });
    expect(answer.order_ids).toEqual([huacho]);
    expect(reasons(answer)).toEqual({ [iquitos]: 'SHIFT' });
    expect(answer.estimated_duration_seconds / 3_600).toBeGreaterThan(2.5);
    expect(answer.estimated_duration_seconds / 3_600).toBeLessThan(5);
  });
});

describe('the departure', () => {
  const late = () => order(B, [14, 15]);

  it('that is asked for is when the van leaves', async () => {
    const ids = [await order(A, [8, 9]), await late()];
    const route = await plan({
      order_ids: ids,
      drivers: [{ driver_id: 'T1', shift_start: at(7), shift_end: at(18) }],
      departure_at: at(7),
    });
    const [planned] = (route as unknown as { routes: Route[] }).routes as [Route];
    expect(planned.departure_at).toBe(at(7));
    expect(planned.sequence.map(({ waiting_seconds }) => waiting_seconds > 0)).toEqual([true, true]);
  });

  it('is never before the shift', async () => {
    const drivers = [{ driver_id: 'T2', shift_start: at(9), shift_end: at(18) }];
    const { routes } = await fleet({ order_ids: [await order(A)], drivers, departure_at: at(7) });
    expect(routes[0]?.departure_at).toBe(at(9));
  });

  it('is else as late as no stop is served later for it, and no later', async () => {
    const ids = [await order(A, [8, 9]), await late()];
    const drivers = [{ driver_id: 'T3', shift_start: at(7), shift_end: at(16) }];
    const { routes } = await fleet({ order_ids: ids, drivers });
    const [first, second] = routes[0]?.sequence ?? [];
    expect(hourOf(routes[0]?.departure_at ?? '')).toBeGreaterThan(7.8);
    expect(hourOf(first?.arrival_at ?? '')).toBeCloseTo(8, 2);
    expect(first?.waiting_seconds).toBeLessThanOrEqual(1);
    expect(second?.waiting_seconds).toBeGreaterThan(5 * 3_600);
  });

  it('does not wait for one evening delivery', async () => {
    const places = Array.from({ length: 20 }, (_, i) => [-12.1 - i / 900, -77.03 - (i % 5) / 300] as const);
    const free = await orders(places);
    const evening = await order([-12.1 - 6 / 900, -77.03 - 1 / 300], [16, 18]);
    const depot = { lat: -12.0464, lon: -76.9428 };
    const ids = [...free, evening];
    const single = await plan({ order_ids: ids, depot, departure_at: at(8.5), driver_id: 'T4' });
    await cancel(single);
    const drivers = [{ driver_id: 'T5', shift_start: at(8), shift_end: at(18) }];
    const { routes } = await fleet({ order_ids: ids, depot, drivers });
    for (const route of [single, ...routes]) {
      expect(route.stops).toBe(21);
      expect(route.order_ids.at(-1)).toBe(evening);
      expect(hourOf(route.departure_at)).toBeLessThan(8.6);
      expect(hourOf(route.sequence[19]?.departure_at ?? '')).toBeLessThan(13);
    }
  });
});

describe('the speed', () => {
  const spread = () =>
    orders(
      Array.from({ length: 15 }, (_, i) => [-12.02 - ((i * 7) % 15) / 100, -76.97 - ((i * 4) % 15) / 100] as const),
    );

  it('is that of the hours that are driven, not of the hour of the request', async () => {
    const order_ids = await spread();
    const drivers = [{ driver_id: 'S1', shift_start: at(8), shift_end: at(18) }];
    const seconds: (number | undefined)[] = [];
    for (const departure_at of [at(-2), at(8)]) {
      const { routes } = await fleet({ order_ids, drivers, departure_at, seed: 1 });
      expect(routes[0]?.departure_at).toBe(at(8));
      seconds.push(routes[0]?.estimated_duration_seconds);
      await cancel(routes[0] as Route);
    }
    expect(Math.abs((seconds[0] ?? 0) - (seconds[1] ?? 0))).toBeLessThan(0.1 * (seconds[1] ?? 0));
  });

  it('changes while the van is under way', async () => {
    const [first = '', second = ''] = await orders([A, FAR]);
    const seconds = async (hour: number): Promise<number> => {
      const route = await plan({
        order_ids: [first, second],
        driver_id: 'S2',
        departure_at: at(hour),
        service_seconds: 0,
      });
      await cancel(route);
      return route.estimated_duration_seconds;
    };
    const [night, peak, between] = [await seconds(2), await seconds(18), await seconds(17.75)];
    expect(peak).toBeGreaterThan(1.5 * night);
    expect(between).toBeGreaterThan(night);
    expect(between).toBeLessThan(peak);
  });
});

describe('a guess', () => {
  it('is no place to send a van to', async () => {
    const fine = await order(A);
    const body = orderBody({ delivery_address: 'Jr. Unión 120, San Juan' });
    const guess = ((await t.api.post('/orders').send(body).expect(201)).body as { order_id: string }).order_id;
    const route = await plan({ order_ids: [fine, guess], driver_id: 'G1', departure_at: at(9) });
    expect(reasons(route)).toEqual({ [guess]: 'ADDRESS_UNCERTAIN' });
    expect(route.unassigned[0]?.detail).toMatch(/confidence 0\.\d+/);
    expect(route.sequence).toMatchObject([{ order_id: fine, precision: 'point', confidence: 1 }]);
  });
});

describe('the printed sheet', () => {
  it('takes the driver to every door, and to none that is closed', async () => {
    const body = (name: string): object =>
      orderBody({
        recipient: { name, phone: '987654321' },
        delivery_address: { street: 'Av. Pardo 100', district: 'Miraflores', reference: 'puerta verde' },
        notes: 'no tocar',
      });
    const made = async (name: string): Promise<string> =>
      ((await t.api.post('/orders').send(body(name)).expect(201)).body as { order_id: string }).order_id;
    const [gone, ...rest] = [await made('Ana Gone'), await made('Luis Rest'), await made('Eva Rest')];
    const route = await plan({ order_ids: [gone, ...rest], driver_id: 'P1', departure_at: at(8) });
    await t.api.post(`/orders/${gone}/cancel`).send({}).expect(200);
    const svg = (await t.api.get(`/routes/${route.route_id}.svg`).expect(200)).body as Buffer;
    const text = svg.toString();
    for (const said of ['Luis Rest', 'Eva Rest', '+51987654321', 'Ref.: puerta verde · no tocar', 'no se visita'])
      expect(text).toContain(`>${said}<`);
    expect(text).not.toContain('Ana Gone');
    const { body: geojson } = await t.api.get(`/routes/${route.route_id}?format=geojson`).expect(200);
    const { features } = (typeof geojson === 'object' ? geojson : {}) as {
      features?: { properties: { order_id?: string; state?: string; links?: object } }[];
    };
    const closed = features?.find(({ properties }) => properties.order_id === gone);
    expect(closed?.properties).toMatchObject({ state: 'CLOSED' });
    expect(closed?.properties).not.toHaveProperty('links');
  });
});
