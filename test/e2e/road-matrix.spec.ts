import { createServer, Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

/** Metres and seconds of the road from place to place: 0 is the depot, the stops are 1, 2 and 3; null where there is none. */
type Road = (from: number, to: number) => number | null;

const DEPOT = { lat: -12.0464, lon: -77.0428 };
const STOPS = [-12.05, -12.06, -12.07];
const LATITUDES = [DEPOT.lat, ...STOPS];

let road: Road | 'down' = () => 0;
let server: Server;

/** An OSRM-compatible `/table`: `/table/v1/driving/lon,lat;lon,lat…`, all to all. */
async function startOsrm(): Promise<string> {
  server = createServer((request, response) => {
    if (road === 'down') return response.writeHead(503).end();
    const [, list = ''] = /driving\/([^?]+)/.exec(request.url ?? '') ?? [];
    const places = list.split(';').map((place) => LATITUDES.indexOf(Number(place.split(',')[1])));
    const known = road;
    const table = places.map((from) => places.map((to) => known(from, to)));
    return response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ code: 'Ok', distances: table, durations: table }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const t = useApp({ PLAN_CPU_MS: '60' }, async (platform) => ({
  ...platform,
  MATRIX_PROVIDER: 'osrm',
  OSRM_URL: await startOsrm(),
}));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const order = async (lat: number): Promise<string> => {
  const delivery_address = { street: 'Calle 1', lat, lon: -77.03 };
  const { body } = await t.api.post('/orders').send(orderBody({ delivery_address })).expect(201);
  return (body as { order_id: string }).order_id;
};
const orders = (): Promise<string[]> => Promise.all(STOPS.map(order));

const plan = async (order_ids: string[]): Promise<unknown> => {
  const request = { order_ids, driver_id: 'DRV1', depot: DEPOT, return_to_depot: true };
  return (await t.api.post('/routes').send(request).expect(200)).body as unknown;
};

describe('routes over the roads of an OSRM server', () => {
  it('follow its one-way streets', async () => {
    // Only 0 -> 3 -> 2 -> 1 -> 0 is cheap.
    road = (from, to) => (from === to ? 0 : (from + 3) % 4 === to ? 1_000 : 9_000);
    const order_ids = await orders();
    const body = await plan(order_ids);
    expect(body).toMatchObject({
      matrix: { source: 'osrm' },
      order_ids: [...order_ids].reverse(),
      estimated_distance_km: 4,
    });
  });

  it('leave out what no road reaches', async () => {
    road = (from, to) => (from === to ? 0 : from === 2 || to === 2 ? null : 1_000);
    const order_ids = await orders();
    const body = await plan(order_ids);
    expect(body).toMatchObject({ stops: 2, unassigned: [{ order_id: order_ids[1] }] });
  });

  it('are estimated when it is down, and say so', async () => {
    road = 'down';
    const order_ids = await orders();
    const body = await plan(order_ids);
    expect(body).toMatchObject({ stops: 3, matrix: { source: 'estimate', fallback_reason: 'http_503' } });
  });
});
