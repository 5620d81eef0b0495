import fc from 'fast-check';
import LinkifyIt from 'linkify-it';
import { defanged } from './defang';

/** What mail programs find, and then some: every scheme, names without one, numbers, e-mail addresses. */
const finder = new LinkifyIt({}, { fuzzyLink: true, fuzzyIP: true, fuzzyEmail: true })
  .tlds(['pe', 'com', 'net', 'app', 'zip', 'link', 'xn--p1ai', 'рф', '中国', 'museum'], true)
  .add('sms:', 'mailto:')
  .add('whatsapp:', 'http:')
  .add('ftp:', 'http:');
const links = (text: string): string[] => (finder.match(text) ?? []).map(({ url }) => url);

describe('what somebody typed', () => {
  it.each([
    ['Tienda.pe', 'Tienda. pe'],
    ['BCP: su cuenta https://bcp-pe.example.com/x?a=b', 'BCP: su cuenta https: / /bcp-pe. example. com/x?a=b'],
    ['www.evil.com', 'www. evil. com'],
    ['bit.ly/3xYz', 'bit. ly/3xYz'],
    ['http://192.0.2.1/login', 'http: / /192. 0. 2. 1/login'],
    ['pagos@bcp.com.pe', 'pagos@bcp. com. pe'],
    ['ｈｔｔｐｓ：／／evil。com', 'https: / /evil. com'],
    ['ev\u200Bil.\u2060com', 'evil. com'],
    ['evil\u00AD.com', 'evil. com'],
    ['xn--80ak6aa92e.com', 'xn--80ak6aa92e. com'],
    ['аррӏе.рф', 'аррӏе. рф'],
    ['//evil.com', '/ /evil. com'],
    ['mailto:x', 'mailto: x'],
    ['WhatsApp://send', 'WhatsApp: / /send'],
  ])('%s reads %s, and is no link', (given, read) => {
    expect(defanged(given)).toBe(read);
    expect(links(defanged(given))).toEqual([]);
  });

  it.each([
    'Zapatería Lima S.A.C.',
    "María O'Higgins Núñez",
    'Av. José Larco 345, dpto. 1201 (1.5 cuadras)',
    'Entregar de 10:30 a 12.30 h',
    'Caja N.° 7: frágil',
    'Familia 👩‍👧 ❤️',
    '2.750 kg a S/ 1,234.50',
  ])('%s stays as it is', (text) => {
    expect(defanged(text)).toBe(text);
  });

  it('holds no address that a program would find, however it is hidden', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
    const hidden = fc.constantFrom('', '\u200B', '\u2060', '\u00AD', '\uFEFF', '\u{E0061}');
    const dot = fc.constantFrom('.', '。', '．', '｡', '․');
    const address = fc
      .record({
        scheme: fc.constantFrom(
          '',
          'https://',
          'HTTP://',
          'http:\u200B//',
          '//',
          'www.',
          'mailto:',
          'ftp://',
          'ｈttps://',
        ),
        labels: fc.array(label, { minLength: 1, maxLength: 3 }),
        tld: fc.constantFrom('pe', 'com', 'COM', 'app', 'zip', 'link', 'рф', 'xn--p1ai', '中国'),
        dot,
        hidden,
        path: fc.constantFrom('', '/', '/login', '?x=1', ':8080/x', '#a', '/a.b.com'),
        user: fc.constantFrom('', 'pagos@', 'u:p@'),
      })
      .map(({ scheme, labels, tld, dot: point, hidden: unseen, path, user }) =>
        [scheme, user, [...labels, tld].join(unseen + point + unseen), path].join(''),
      );
    const text = fc
      .tuple(
        fc.constantFrom('', 'BCP: ', '(', '¡', 'a', '<', '"'),
        address,
        fc.constantFrom('', ' ya', ')', ',', '.', '>'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (given) => {
        expect(links(defanged(given))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is the same when it is done twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (given) => {
        expect(defanged(defanged(given))).toBe(defanged(given));
      }),
    );
  });
});
