import { addressLine, dayInWords, money, oneLine, time, timeRange } from './format';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('amounts', () => {
  it.each([
    [0, 'S/ 0.00'],
    [5, 'S/ 0.05'],
    [366, 'S/ 3.66'],
    [100_000, 'S/ 1,000.00'],
    [123_450, 'S/ 1,234.50'],
    [123_456_789, 'S/ 1,234,567.89'],
    [-150, '-S/ 1.50'],
  ])('%d céntimos read %s', (amount, text) => {
    expect(money(amount)).toBe(text);
  });
});

describe('times', () => {
  it('are those of Lima, five hours behind UTC all year', () => {
    expect(dayInWords('2026-07-01T04:59:59.000Z', 'es-PE')).toBe('martes, 30 de junio');
    expect(dayInWords('2026-12-31T05:00:00.000Z', 'en')).toBe('Thursday, December 31');
    expect(plain(time('2026-11-21T17:05:00.000Z', 'es-PE'))).toBe('12:05 p. m.');
  });

  it('name the day once, or both when a window ends on another', () => {
    expect(plain(timeRange('2026-11-21T14:00:00Z', '2026-11-21T18:00:00Z', 'en'))).toBe(
      'Saturday, November 21, 9:00 AM – 1:00 PM',
    );
    expect(plain(timeRange('2026-11-21T14:00:00Z', '2026-11-22T18:00:00Z', 'en'))).toBe(
      'Saturday, November 21, 9:00 AM – Sunday, November 22, 1:00 PM',
    );
  });
});

describe('what people typed', () => {
  it('becomes one line', () => {
    expect(oneLine(' Jr. Puno\n\t 123 ')).toBe('Jr. Puno 123');
  });

  it('is cut by characters, not by halves of them', () => {
    expect(oneLine('📦'.repeat(5), 3)).toBe('📦📦…');
  });

  it('makes an address of its parts', () => {
    expect(addressLine({ street: 'Jr. Puno 123', district: 'Lima', province: 'Lima', reference: 'reja verde' })).toBe(
      'Jr. Puno 123, Lima (reja verde)',
    );
    expect(addressLine({ street: 'Jr. Puno 123' })).toBe('Jr. Puno 123');
  });
});
