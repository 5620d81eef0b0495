import fc from 'fast-check';
import { limaDayOf } from '../../kernel/lima-days';
import { BusyInterval, driverDaysOf, intersect, intervalOf } from './driver-day';

const HOUR = 3_600;
const route = (departure_at: string, hours: number) => ({
  route_id: 'R',
  driver_id: 'DRV001',
  departure_at,
  estimated_duration_seconds: hours * HOUR,
});

it('is busy from the departure to the planned end', () => {
  expect(intervalOf(route('2026-11-23T13:00:00.000Z', 2))).toEqual({
    route_id: 'R',
    from: '2026-11-23T13:00:00.000Z',
    until: '2026-11-23T15:00:00.000Z',
  });
});

it.each<[string, string, number, string[]]>([
  ['one day', '2026-11-23T13:00:00.000Z', 9, ['2026-11-23']],
  ['one in Lima that is two in UTC', '2026-11-23T22:00:00.000Z', 5, ['2026-11-23']],
  ['one that ends at midnight', '2026-11-24T03:00:00.000Z', 2, ['2026-11-23']],
  ['a night', '2026-11-24T03:00:00.000Z', 3, ['2026-11-23', '2026-11-24']],
  ['three days', '2026-11-24T03:00:00.000Z', 27, ['2026-11-23', '2026-11-24', '2026-11-25']],
  ['no time at all', '2026-11-24T05:00:00.000Z', 0, ['2026-11-24']],
])('touches the days of %s', (_, from, hours, days) => {
  expect(driverDaysOf(route(from, hours))).toEqual(days.map((day) => `DRV001#${day}`));
});

const start = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 1, 1) });
const interval = fc
  .tuple(start, fc.integer({ min: 0, max: 60 * HOUR }))
  .map(([from, seconds]): BusyInterval =>
    intervalOf({ ...route(new Date(from).toISOString(), 0), estimated_duration_seconds: seconds }),
  );

it('meets another exactly where they have a moment in common, whichever is asked', () => {
  fc.assert(
    fc.property(interval, interval, (a, b) => {
      const common =
        Math.min(Date.parse(a.until), Date.parse(b.until)) - Math.max(Date.parse(a.from), Date.parse(b.from));
      if (a.from < a.until && b.from < b.until) expect(intersect(a, b)).toBe(common > 0);
      expect(intersect(a, b)).toBe(intersect(b, a));
    }),
  );
});

it('shares a day with whatever it meets, so that one of the two finds the other there', () => {
  fc.assert(
    fc.property(start, start, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (x, y, p, q) => {
      const [a, b] = [route(new Date(x).toISOString(), p), route(new Date(y).toISOString(), q)];
      if (!intersect(intervalOf(a), intervalOf(b))) return;
      expect(driverDaysOf(a).filter((id) => driverDaysOf(b).includes(id))).not.toEqual([]);
      expect(driverDaysOf(a)[0]).toBe(`DRV001#${limaDayOf(a.departure_at)}`);
    }),
  );
});
