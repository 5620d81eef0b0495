import { atLimaTime, dayAfter, isDay, limaDayOf, startOfLimaDay } from './lima-days';

describe('a day', () => {
  it.each(['2026-11-27', '1999-12-31', '2028-02-29', '2099-12-31'])('is %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    '2026-02-30',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '1998-12-31',
    '2100-01-01',
    '2026-1-1',
    '26-11-27',
    '2026-11-27T00:00:00Z',
    '2026-11-27 ',
    '２０２６-11-27',
    'today',
    '',
  ])('is not %j', (text) => {
    expect(isDay(text)).toBe(false);
  });

  it('has its hours in Lima', () => {
    expect(atLimaTime('2026-11-27', '00:00')).toBe(startOfLimaDay('2026-11-27'));
    expect(atLimaTime('2026-11-27', '08:30')).toBe('2026-11-27T13:30:00.000Z');
    expect(atLimaTime('2026-12-31', '23:59')).toBe('2027-01-01T04:59:00.000Z');
  });

  it('begins and ends in Lima, five hours after it does in Greenwich', () => {
    expect(limaDayOf('2026-11-27T04:59:59.999Z')).toBe('2026-11-26');
    expect(limaDayOf('2026-11-27T05:00:00.000Z')).toBe('2026-11-27');
    expect(limaDayOf(Date.parse('2026-11-28T04:59:59.999Z'))).toBe('2026-11-27');
    expect(startOfLimaDay('2026-11-27')).toBe('2026-11-27T05:00:00.000Z');
  });

  it('is followed and preceded by others, over months and years', () => {
    expect(dayAfter('2026-12-31')).toBe('2027-01-01');
    expect(dayAfter('2027-01-01', -7)).toBe('2026-12-25');
    expect(dayAfter('2028-03-01', -1)).toBe('2028-02-29');
  });
});
