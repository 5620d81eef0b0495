import * as fc from 'fast-check';
import { geodesicMetres, quickMetres } from './distance';

const lima = { lat: -12.046374, lon: -77.042793 };
const cusco = { lat: -13.51678, lon: -71.978771 };

test('measures along the ellipsoid', () => {
  // Vincenty's and Karney's own check: a quarter of a meridian.
  expect(geodesicMetres({ lat: 0, lon: 0 }, { lat: 90, lon: 0 })).toBeCloseTo(10_001_965.729, 2);
  expect(geodesicMetres(lima, cusco) / 1000).toBeCloseTo(573.4, 0);
});

test('is zero for the same point, crosses the date line the short way, and reaches the other side of the world', () => {
  expect(quickMetres(lima, lima)).toBe(0);
  expect(quickMetres({ lat: 0, lon: 179.9 }, { lat: 0, lon: -179.9 })).toBeCloseTo(22_263.9, 0);
  expect(quickMetres(lima, { lat: 12.046374, lon: 102.957207 }) / 1000).toBeCloseTo(20_003.9, 0);
  expect(quickMetres({ lat: 90, lon: 0 }, { lat: 90, lon: 120 })).toBeCloseTo(0, 6);
});

test('the quick one is within 7 parts in a million of the exact one', () => {
  const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(
      degrees(-18.4, 0),
      degrees(-81.3, -68.7),
      degrees(-1.2, 1.2),
      degrees(-1.2, 1.2),
      (lat, lon, dLat, dLon) => {
        const [from, to] = [
          { lat, lon },
          { lat: lat + dLat, lon: lon + dLon },
        ];
        const exact = geodesicMetres(from, to);
        expect(Math.abs(quickMetres(from, to) - exact)).toBeLessThanOrEqual(exact * 7.5e-6 + 1e-3);
      },
    ),
  );
});
