import * as fc from 'fast-check';
import { encodePolyline } from './polyline';

test("encodes Google's own example", () => {
  const points = [
    { lat: 38.5, lon: -120.2 },
    { lat: 40.7, lon: -120.95 },
    { lat: 43.252, lon: -126.453 },
  ];
  expect(encodePolyline(points)).toBe('_p~iF~ps|U_ulLnnqC_mqNvxq`@');
  expect(encodePolyline([])).toBe('');
});

/** The published decoder, written from the description of the format and not from our encoder. */
function decode(text: string): { lat: number; lon: number }[] {
  const numbers: number[] = [];
  let [value, scale] = [0, 1];
  for (const character of text) {
    const chunk = character.charCodeAt(0) - 63;
    value += (chunk % 32) * scale;
    scale *= 32;
    if (chunk < 32) {
      numbers.push(value % 2 === 1 ? -(value + 1) / 2 : value / 2);
      [value, scale] = [0, 1];
    }
  }
  const points: { lat: number; lon: number }[] = [];
  let [lat, lon] = [0, 0];
  for (let i = 0; i < numbers.length; i += 2) {
    lat += numbers[i] ?? 0;
    lon += numbers[i + 1] ?? 0;
    points.push({ lat: lat / 1e5, lon: lon / 1e5 });
  }
  return points;
}

test('decodes to the same points, across the world and the date line', () => {
  const degrees = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.record({ lat: degrees(90), lon: degrees(180) })), (points) => {
      const decoded = decode(encodePolyline(points));
      expect(decoded).toHaveLength(points.length);
      decoded.forEach(({ lat, lon }, i) => {
        expect(Math.abs(lat - (points[i]?.lat ?? NaN))).toBeLessThan(0.6e-5);
        expect(Math.abs(lon - (points[i]?.lon ?? NaN))).toBeLessThan(0.6e-5);
      });
    }),
  );
});
