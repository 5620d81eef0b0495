import fc from 'fast-check';
import { legSeconds, roadMetres, streetKmh } from './travel-estimate';
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
  expect(streetKmh(lima, DEFAULT_SPEEDS)).toBe(17);
  expect(streetKmh(lima, DEFAULT_SPEEDS, new Date('2026-03-02T23:30:00Z'))).toBe(12);
  expect(streetKmh(lima, DEFAULT_SPEEDS, new Date('2026-03-02T02:00:00Z'))).toBe(22);
});

test('each city has its own speeds', () => {
  const city = { city: 'Trujillo', ...trujillo, radius_km: 10, mean_kmh: 20, by_hour_kmh: Array<number>(24).fill(21) };
  const speeds = { ...DEFAULT_SPEEDS, cities: [city], elsewhere_kmh: 30 };
  expect(streetKmh(trujillo, speeds)).toBe(20);
  expect(streetKmh(trujillo, speeds, new Date(0))).toBe(21);
  expect(streetKmh(lima, speeds)).toBe(30);
});

describe('a leg', () => {
  const speeds = { ...DEFAULT_SPEEDS, streets_km: 10, highway_kmh: 60 };

  test('is driven on streets as far as they go, and then on a highway', () => {
    expect(legSeconds(1_000, 20, speeds)).toBe(180);
    expect(legSeconds(10_000, 20, speeds)).toBe(1_800);
    expect(legSeconds(70_000, 20, speeds)).toBe(1_800 + 3_600);
  });

  test('takes no less time than a shorter one', () => {
    const metres = fc.double({ min: 0, max: 2e6, noNaN: true });
    const kmh = fc.double({ min: 3, max: 120, noNaN: true });
    fc.assert(
      fc.property(metres, metres, kmh, (a, b, streets) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)];
        expect(legSeconds(short, streets, speeds)).toBeLessThanOrEqual(legSeconds(long, streets, speeds));
      }),
    );
  });

  test('from Lima to Huacho takes a morning, not a day', () => {
    const hours = legSeconds(145_000, 17, DEFAULT_SPEEDS) / 3_600;
    expect(hours).toBeGreaterThan(2.5);
    expect(hours).toBeLessThan(4.5);
  });
});
