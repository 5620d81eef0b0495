import { loadConfig } from '../config/config';
import { AmazonGeocoder } from './amazon-geocoder';
import { EstimateMatrix } from './estimate-matrix';
import { FallbackMatrix } from './fallback-matrix';
import { createGeocoder, createMatrixProvider } from './geo.module';
import { json, loopback, closeLoopbacks } from './loopback.fixture';
import { OfflineGeocoder } from './offline-geocoder';

const lima = { lat: -12, lon: -77 };
const ancon = { lat: -11.77, lon: -77.17 };
const ica = { lat: -14.07, lon: -75.73 };

afterEach(closeLoopbacks);

test('needs neither an account nor a setting', () => {
  expect(createGeocoder(loadConfig({}))).toBeInstanceOf(OfflineGeocoder);
  expect(createMatrixProvider(loadConfig({}))).toBeInstanceOf(EstimateMatrix);
});

test('asks services when configured, with the estimate behind them', async () => {
  const config = loadConfig({ GEOCODER: 'amazon', MATRIX_PROVIDER: 'osrm', OSRM_URL: 'http://127.0.0.1:1' });
  expect(createGeocoder(config)).toBeInstanceOf(AmazonGeocoder);
  expect(createMatrixProvider(loadConfig({ MATRIX_PROVIDER: 'amazon' }))).toBeInstanceOf(FallbackMatrix);
  expect(await createMatrixProvider(config).matrix([lima, ancon])).toMatchObject({
    source: 'estimate',
    fallback_reason: 'unreachable',
  });
});

test('drives at the speeds that are configured', async () => {
  const seconds = async (environment: Record<string, string>): Promise<readonly number[]> => {
    const provider = createMatrixProvider(loadConfig(environment));
    const { durations_s } = await provider.matrix([lima, ica], { departure_at: new Date('2026-03-02T13:30:00Z') });
    return [durations_s[1] ?? 0, durations_s[2] ?? 0].map((s) => Math.round(s / 60));
  };
  const metres = (await createMatrixProvider(loadConfig({})).matrix([lima, ica])).distances_m[1] ?? 0;
  const minutes = (kmhOnStreets: number, streets = 30, highway = 50): number =>
    Math.round((streets / kmhOnStreets + (metres / 1000 - streets) / highway) * 60);
  expect(await seconds({})).toEqual([minutes(12), minutes(17)]);
  const slow = {
    city: 'Lima',
    ...lima,
    radius_km: 10,
    mean_kmh: 20,
    by_hour_kmh: Array.from({ length: 24 }, (_, h) => h + 3),
  };
  expect(await seconds({ CITY_SPEEDS: JSON.stringify([slow]), ELSEWHERE_KMH: '25' })).toEqual([
    minutes(11),
    minutes(25),
  ]);
  expect(await seconds({ STREETS_KM: '0', HIGHWAY_KMH: '60' })).toEqual([minutes(12, 0, 60), minutes(17, 0, 60)]);
});

test('gives an OSRM server as many points and as much time as are configured', async () => {
  const server = await loopback((_, response) => {
    json(response, { code: 'Ok', distances: [[1]], durations: [[1]] });
  });
  const config = { MATRIX_PROVIDER: 'osrm', OSRM_URL: server.url, OSRM_MAX_POINTS: '2', MATRIX_TIMEOUT_MS: '20000' };
  await createMatrixProvider(loadConfig(config)).matrix([lima, ancon, ica]);
  expect(server.requests.length).toBeGreaterThan(4);
  const silent = await loopback(() => undefined);
  const hasty = loadConfig({ MATRIX_PROVIDER: 'osrm', OSRM_URL: silent.url, MATRIX_TIMEOUT_MS: '50' });
  expect(await createMatrixProvider(hasty).matrix([lima, ancon])).toMatchObject({ fallback_reason: 'timeout' });
});
