import { hostRefusal } from './host-guard';

const TERMS = { allowedHosts: ['dinex.test'], allowedOrigins: ['http://panel.test:5173'] };
const refusal = (method: string, headers: Record<string, string>): string | undefined =>
  hostRefusal({ method, headers }, TERMS);

describe('the guard of a server without credentials', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    'localhost.:3000',
    '127.0.0.1:3000',
    '127.8.9.1',
    '[::1]:3000',
    'dinex.test',
    'Dinex.Test:8080',
  ])('is reached as %s', (host) => {
    expect(refusal('GET', { host })).toBeUndefined();
    expect(refusal('POST', { host })).toBeUndefined();
  });

  it.each([
    'evil.example',
    '127.evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evil.localhost',
    '0.0.0.0:3000',
    '10.0.0.1',
    '[::2]',
    '',
    'localhost:3000:1',
    'a b',
    'user@localhost',
  ])('is not reached as %j, as after DNS rebinding', (host) => {
    expect(refusal('GET', { host })).toMatch(/not reached under that name/);
  });

  it('takes changes from its own pages and from programs', () => {
    const host = '127.0.0.1:3000';
    expect(refusal('POST', { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBeUndefined();
    expect(refusal('DELETE', { host })).toBeUndefined();
    expect(refusal('PATCH', { host, 'sec-fetch-site': 'none' })).toBeUndefined();
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:4000' },
    { origin: 'http://localhost:3000' },
    { origin: 'nonsense' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'cross-site' },
  ])('takes no change from %j', (headers) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'BREW'])
      expect(refusal(method, { host: '127.0.0.1:3000', ...headers })).toMatch(/read and change nothing/);
  });

  it('shows an image, a script or a frame of another page nothing, but takes somebody who follows a link', () => {
    const host = 'localhost:3000';
    for (const mode of ['no-cors', 'cors', 'websocket'])
      expect(refusal('GET', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode })).toMatch(/nothing here/);
    const link = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(refusal('GET', link)).toBeUndefined();
    expect(refusal('POST', { ...link, origin: 'https://evil.example' })).toMatch(/nothing here/);
  });

  it('takes changes from the origins that CORS names', () => {
    const headers = { host: 'localhost:3000', origin: 'http://panel.test:5173', 'sec-fetch-site': 'cross-site' };
    expect(refusal('POST', headers)).toBeUndefined();
  });
});
