import fc from 'fast-check';
import { parseInstant } from './instants';

const iso = (text: string): string | undefined => {
  const instant = parseInstant(text);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

describe('an instant', () => {
  it.each([
    ['2026-11-21T15:04:05Z', '2026-11-21T15:04:05.000Z'],
    ['2026-11-21T15:04:05.1Z', '2026-11-21T15:04:05.100Z'],
    ['2026-11-21T15:04:05.123456789Z', '2026-11-21T15:04:05.123Z'],
    ['2026-11-21T10:04:05-05:00', '2026-11-21T15:04:05.000Z'],
    ['2026-12-31T23:30:00-05:00', '2027-01-01T04:30:00.000Z'],
    ['2026-11-21t15:04:05z', '2026-11-21T15:04:05.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    ['a day that a year lacks', '2026-02-29T00:00:00Z'],
    ['a leap day of a century', '1900-02-29T00:00:00Z'],
    ['the 31st of a month of 30', '2026-04-31T00:00:00Z'],
    ['day 0', '2026-04-00T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['month 0', '2026-00-10T00:00:00Z'],
    ['hour 25', '2026-04-01T25:00:00Z'],
    ['minute 60', '2026-04-01T10:60:00Z'],
    ['an offset of 25 hours', '2026-04-01T10:00:00+25:00'],
    ['no offset', '2026-04-01T10:00:00'],
    ['no time', '2026-04-01'],
    ['a space for the T', '2026-04-01 10:00:00Z'],
    ['prose', 'tomorrow'],
    ['a number', '1763737200000'],
    ['more than nanoseconds', '2026-04-01T10:00:00.1234567890Z'],
    ['an offset without a colon', '2026-04-01T10:00:00+0500'],
  ])('is not %s', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('is of this century and a day that has 24 hours', () => {
    for (const text of ['1999-12-31T23:59:59Z', '2100-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-11-21T24:00:00Z'])
      expect([text, parseInstant(text)]).toEqual([text, undefined]);
  });

  it('is what ISO 8601 says of any date, at any offset', () => {
    const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: -14 * 60, max: 14 * 60 }), (moment, offset) => {
        const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const zone = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(parseInstant(local + zone)).toBe(moment.getTime());
      }),
    );
  });
});
