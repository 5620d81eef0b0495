import { roadMetres, secondsAt, speedKmh } from './travel-estimate';
import { DEFAULT_SPEEDS } from './travel-speeds';

const lima = { lat: -12.12, lon: -77.03 };
const trujillo = { lat: -8.11, lon: -79.03 };

test('a road is min(1.20 d + 0.20, 2 d) km', () => {
  expect(roadMetres(0)).toBe(0);
  expect(roadMetres(100)).toBe(200);
  expect(roadMetres(250)).toBe(500);
  expect(roadMetres(1_000)).toBe(1_400);
  expect(roadMetres(10_000)).toBe(12_200);
});

test('Lima moves at 17 km/h through the working day and at 12 to 14 at its peaks', () => {
  const [city] = DEFAULT_SPEEDS.cities;
  const day = city?.by_hour_kmh.slice(6, 22) ?? [];
  expect(city?.by_hour_kmh).toHaveLength(24);
  expect(day.reduce((sum, kmh) => sum + kmh, 0) / day.length).toBeCloseTo(17, 0);
  expect([7, 8, 9, 17, 18, 19].map((hour) => city?.by_hour_kmh[hour])).toEqual([14, 12, 14, 14, 12, 13]);
});

test('the hour is the local one', () => {
  expect(speedKmh(lima)).toBe(17);
  expect(speedKmh(lima, new Date('2026-03-02T23:30:00Z'))).toBe(12);
  expect(speedKmh(lima, new Date('2026-03-02T02:00:00Z'))).toBe(22);
});

test('other speeds are configuration', () => {
  const speeds = {
    cities: [{ city: 'Trujillo', ...trujillo, radius_km: 10, mean_kmh: 20, by_hour_kmh: [] }],
    elsewhere_kmh: 30,
  };
  expect(speedKmh(trujillo, undefined, speeds)).toBe(20);
  expect(speedKmh(trujillo, new Date(0), speeds)).toBe(20);
  expect(speedKmh(lima, undefined, speeds)).toBe(30);
  expect(secondsAt(1_000, 20)).toBe(180);
});
