import { placeNames, placeNumbers } from './label-placement';

const box = { x: 0, y: 0, width: 190, height: 220 };

function overlaps(discs: ReturnType<typeof placeNumbers>): number {
  return discs.flatMap((a, i) => discs.slice(i + 1).filter((b) => Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r - 0.1))
    .length;
}

test('a number with room stands on its stop', () => {
  const points = [
    { x: 50, y: 50 },
    { x: 90, y: 60 },
  ];
  expect(placeNumbers(points, 3, [], box)).toEqual(points.map((point) => ({ ...point, r: 3 })));
});

test.each([8, 20, 40])('%d parcels for one door get numbers side by side, inside the frame', (count) => {
  const discs = placeNumbers(
    Array.from({ length: count }, () => ({ x: 180, y: 5 })),
    2,
    [],
    box,
  );
  expect(discs).toHaveLength(count);
  expect(overlaps(discs)).toBe(0);
  expect(discs.slice(1).every(({ x, y }) => x < 188.01 && y > 1.99)).toBe(true);
});

test('200 stops of a dense district do not overlap', () => {
  const points = Array.from({ length: 200 }, (_, i) => ({
    x: 95 + 4.6 * Math.sqrt(i) * Math.cos(i * 2.4),
    y: 110 + 4.6 * Math.sqrt(i) * Math.sin(i * 2.4),
  }));
  expect(overlaps(placeNumbers(points, 1.95, [{ x: 95, y: 110, r: 2.6 }], box))).toBe(0);
});

test('names keep clear of numbers and of each other, and the first ones win', () => {
  const names = ['LINCE', 'SURCO', 'ATE'].map((text) => ({ text, x: 95, y: 110 }));
  const placed = placeNames(names, 2.7, [{ x: 95, y: 110, r: 3 }], [], box);
  expect(placed[0]?.text).toBe('LINCE');
  expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(placed.length);
  expect(placeNames(names, 2.7, [{ x: 95, y: 110, r: 60 }], [], box)).toEqual([]);
});
