import { AmazonGeocoder } from './amazon-geocoder';
import { AmazonMatrix } from './amazon-matrix';
import { EstimateMatrix } from './estimate-matrix';
import { FallbackMatrix } from './fallback-matrix';
import { closeLoopbacks, HASTY_MS, json, Loopback, loopback, PATIENT_MS } from './loopback.fixture';

let server: Loopback | undefined;
afterEach(closeLoopbacks);

const options = (endpoint: string, timeout_ms = PATIENT_MS) => ({
  region: 'us-east-1',
  timeout_ms,
  endpoint,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

async function geocoder(answer: Parameters<typeof loopback>[0], timeout_ms?: number): Promise<AmazonGeocoder> {
  server = await loopback(answer);
  return new AmazonGeocoder(options(server.url, timeout_ms));
}

const item = {
  PlaceId: 'x',
  PlaceType: 'PointAddress',
  Title: 'Av. Larco 345',
  Position: [-77.0301, -12.1225],
  MatchScores: { Overall: 0.93 },
};

describe('Amazon geocoding', () => {
  test('gives the point, and the table its district', async () => {
    const amazon = await geocoder((_, response) => {
      json(response, { ResultItems: [item] });
    });
    expect(await amazon.resolve('Av. Larco 345, Miraflores')).toMatchObject({
      found: true,
      lat: -12.1225,
      lon: -77.0301,
      ubigeo: '150122',
      precision: 'point',
      confidence: 0.93,
      source: 'amazon',
    });
    expect(JSON.parse(server?.requests[0]?.body ?? '')).toMatchObject({
      QueryText: 'Av. Larco 345, Miraflores, Peru',
      Filter: { IncludeCountries: ['PER'] },
      IntendedUse: 'Storage',
    });
  });

  test.each([
    ['finds only a town', { ResultItems: [{ ...item, PlaceType: 'Locality' }] }, 'no_street_found'],
    ['finds nothing', { ResultItems: [] }, 'no_street_found'],
    [
      'finds the same street in Trujillo',
      { ResultItems: [{ ...item, Position: [-79.03, -8.11] }] },
      'far_from_the_named_district',
    ],
    ['answers no place', { ResultItems: [{ ...item, Position: [500, 1] }] }, 'invalid_answer'],
  ])('that %s leaves the district standing and says so', async (_, body, reason) => {
    const amazon = await geocoder((_request, response) => {
      json(response, body);
    });
    expect(await amazon.resolve('Av. Larco 345, Miraflores, Lima')).toMatchObject({
      ubigeo: '150122',
      precision: 'district',
      source: 'names',
      fallback_reason: reason,
    });
  });

  test('that never answers, is down or refuses leaves the district standing', async () => {
    const silent = await geocoder(() => undefined, HASTY_MS);
    expect(await silent.resolve('Av. Larco 345, Miraflores')).toMatchObject({
      source: 'names',
      fallback_reason: 'timeout',
    });
    const down = await geocoder(() => undefined);
    await server?.close();
    expect(await down.resolve('Av. Larco 345, Miraflores')).toMatchObject({ fallback_reason: 'unreachable' });
    const refusing = await geocoder((_, response) => {
      json(response, { message: 'no' }, 403);
    });
    expect(await refusing.resolve('Av. Larco 345, Miraflores')).toMatchObject({ fallback_reason: 'http_403' });
  });

  test('is not asked where nothing is to gain: coordinates, contradictions, streets of nowhere', async () => {
    const amazon = await geocoder((_, response) => response.destroy());
    expect(await amazon.resolve({ lat: -12, lon: -77 })).toMatchObject({ source: 'client' });
    expect(await amazon.resolve({ ubigeo: '150122', district: 'Barranco' })).toMatchObject({ found: false });
    expect(await amazon.resolve('Av. Arequipa 1234')).toMatchObject({ found: false, reason: 'no_place_named' });
    expect(await amazon.resolve({ ubigeo: '150122' })).toMatchObject({ source: 'ubigeo', precision: 'district' });
    expect(server?.requests).toHaveLength(0);
  });
});

describe('the Amazon matrix', () => {
  const points = [
    { lat: -12.046, lon: -77.043 },
    { lat: -12.12, lon: -77.03 },
  ];
  const matrix = async (answer: Parameters<typeof loopback>[0]): Promise<FallbackMatrix> => {
    server = await loopback(answer);
    return new FallbackMatrix(new AmazonMatrix(options(server.url)), new EstimateMatrix(), PATIENT_MS);
  };

  test('asks inside a box and takes an entry with an error for unreachable', async () => {
    const provider = await matrix((_, response) => {
      const entry = { Distance: 9_000, Duration: 1_500 };
      const none = { Distance: 0, Duration: 0, Error: 'NoRoute' };
      json(response, {
        ErrorCount: 1,
        PricingBucket: 'Core',
        RouteMatrix: [
          [none, entry],
          [none, none],
        ],
        RoutingBoundary: {},
      });
    });
    const { source, distances_m, durations_s } = await provider.matrix(points, {
      departure_at: new Date('2026-03-02T15:00:00Z'),
    });
    expect(source).toBe('amazon');
    expect([...distances_m]).toEqual([0, 9_000, Infinity, 0]);
    expect([...durations_s]).toEqual([0, 1_500, Infinity, 0]);
    const body = JSON.parse(server?.requests[0]?.body ?? '') as {
      Origins: unknown[];
      RoutingBoundary: { Geometry: { BoundingBox: number[] } };
    };
    expect(body).toMatchObject({ DepartureTime: '2026-03-02T15:00:00.000Z' });
    expect(body.Origins).toHaveLength(2);
    expect(body.RoutingBoundary.Geometry.BoundingBox.map((degrees) => degrees.toFixed(2))).toEqual([
      '-77.24',
      '-12.32',
      '-76.83',
      '-11.85',
    ]);
  });

  test('asks without bounds for points too far apart, in blocks of 100 pairs', async () => {
    const provider = await matrix((request, response) => {
      const { Origins, Destinations } = JSON.parse(request.body) as { Origins: unknown[]; Destinations: unknown[] };
      json(response, { RouteMatrix: Origins.map(() => Destinations.map(() => ({ Distance: 7, Duration: 8 }))) });
    });
    const country = Array.from({ length: 12 }, (_, i) => ({ lat: -4 - i, lon: -75 }));
    const { source, distances_m } = await provider.matrix(country);
    expect(source).toBe('amazon');
    expect(distances_m.filter((metres) => metres === 7)).toHaveLength(132);
    expect(server?.requests).toHaveLength(4);
    expect(JSON.parse(server?.requests[0]?.body ?? '')).toMatchObject({ RoutingBoundary: { Unbounded: true } });
  });

  test('that fails or is too large is estimated', async () => {
    const provider = await matrix((_, response) => {
      json(response, { message: 'slow down' }, 429);
    });
    expect(await provider.matrix(points)).toMatchObject({
      source: 'estimate',
      approximate: true,
      fallback_reason: 'http_429',
    });
    const country = Array.from({ length: 120 }, (_, i) => ({ lat: -4 - i / 10, lon: -75 }));
    expect(await provider.matrix(country)).toMatchObject({ fallback_reason: 'too_large' });
    const short = await matrix((_, response) => {
      json(response, { RouteMatrix: [[]] });
    });
    expect(await short.matrix(points)).toMatchObject({ fallback_reason: 'invalid_answer' });
  });
});
