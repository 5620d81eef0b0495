import { exportJWK, generateKeyPair, JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { createHmac } from 'node:crypto';
import { createServer, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DinexError } from '../kernel/errors';
import { TokenTerms, TokenVerifier } from './token-verifier';

const ISSUER = 'https://issuer.example/pool';
const NOW = Math.floor(Date.now() / 1_000);

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let own: Pair;
let foreign: Pair;
let server: Server | undefined;

beforeAll(async () => {
  own = await generateKeyPair('RS256', { extractable: true });
  foreign = await generateKeyPair('RS256', { extractable: true });
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

const claims = (changes: JWTPayload = {}): JWTPayload => ({
  iss: ISSUER,
  sub: 'user-1',
  client_id: 'app-1',
  token_use: 'access',
  'cognito:groups': ['dispatcher'],
  iat: NOW,
  exp: NOW + 600,
  ...changes,
});

const sign = (payload: JWTPayload, pair = own, kid = 'k1'): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(pair.privateKey);

const keySet = async (kid = 'k1', pair = own) => ({
  keys: [{ ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' }],
});

const terms = (changes: Partial<TokenTerms>): TokenTerms => ({
  issuer: ISSUER,
  audiences: ['app-1', 'api://dinex'],
  roleClaim: 'cognito:groups',
  driverClaim: 'username',
  ...changes,
});

const offline = async (): Promise<TokenVerifier> =>
  new TokenVerifier(terms({ keySet: JSON.stringify(await keySet()) }), () => Date.now());

const refusal = async (verifier: TokenVerifier, token: string): Promise<string> => {
  const error = await verifier.principalOf(token).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DinexError)) throw new Error('taken, or failed in another way', { cause: error });
  return `${error.kind}: ${error.message}`;
};

/** An issuer on loopback; resolves to its key set's address. */
async function issuer(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/keys`;
}

describe('a token', () => {
  it('gives its bearer the most powerful of its roles', async () => {
    const verifier = await offline();
    const token = await sign(claims({ 'cognito:groups': ['driver', 'dispatcher'] }));
    expect(await verifier.principalOf(token)).toEqual({ role: 'dispatcher', subject: 'user-1' });
  });

  it('of a driver names the driver', async () => {
    const token = await sign(claims({ 'cognito:groups': ['driver'], username: 'DRV001' }));
    expect(await (await offline()).principalOf(token)).toEqual({
      role: 'driver',
      subject: 'user-1',
      driver_id: 'DRV001',
    });
  });

  it('is taken by `aud` as by `client_id`', async () => {
    const { client_id: _, ...rest } = claims({ aud: ['other', 'api://dinex'] });
    expect(await (await offline()).principalOf(await sign(rest))).toMatchObject({ role: 'dispatcher' });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['of another issuer', { iss: 'https://evil.example' }, /another issuer/],
    ['for another audience', { client_id: 'app-2' }, /another audience/],
    ['for another use', { token_use: 'id' }, /not an access token/],
    ['that has expired', { exp: NOW - 120 }, /expired/],
    ['that is not valid yet', { nbf: NOW + 120 }, /not valid yet/],
    ['that never expires', { exp: undefined }, /does not expire/],
    ['without a role', { 'cognito:groups': ['cook'] }, /no role/],
    ['of a role by its prototype', { 'cognito:groups': 'constructor' }, /no role/],
    ['of a shop, which has keys', { 'cognito:groups': ['shop'] }, /no role/],
    ['of a driver without a name', { 'cognito:groups': ['driver'] }, /no driver/],
    ['of nobody', { sub: undefined }, /nobody/],
  ])('%s is refused', async (_, changes, message) => {
    const payload = Object.fromEntries(Object.entries(claims(changes)).filter(([, value]) => value !== undefined));
    const said = await refusal(await offline(), await sign(payload));
    expect(said).toMatch(/^unauthenticated/);
    expect(said).toMatch(message);
  });

  it.each([
    ['a minute slow', { exp: NOW - 50 }],
    ['a minute fast', { nbf: NOW + 50 }],
  ])('is taken from an issuer whose clock is %s', async (_, changes) => {
    expect(await (await offline()).principalOf(await sign(claims(changes)))).toMatchObject({ role: 'dispatcher' });
  });

  it('signed with another key, with none or with the public key as a secret is refused', async () => {
    const verifier = await offline();
    const [header = '', payload = '', signature = ''] = (await sign(claims())).split('.');
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const operator = encoded(claims({ 'cognito:groups': ['operator'] }));
    const hs256 = `${encoded({ alg: 'HS256', kid: 'k1' })}.${operator}`;
    const secret = JSON.stringify((await keySet()).keys[0]);
    const forged = [
      await sign(claims(), foreign),
      new UnsecuredJWT(claims()).encode(),
      `${encoded({ alg: 'none', kid: 'k1' })}.${operator}.`,
      `${encoded({ alg: 'none', kid: 'k1' })}.${operator}.${signature}`,
      `${hs256}.${createHmac('sha256', secret).update(hs256).digest('base64url')}`,
      `${header}.${operator}.${signature}`,
      `${header}.${payload}.${'A'.repeat(signature.length)}`,
      'a.b.c',
      '...',
      'x'.repeat(65_536),
    ];
    for (const token of forged) expect(await refusal(verifier, token)).toMatch(/^unauthenticated/);
  });
});

describe("the issuer's keys", () => {
  it('are fetched once, and anew for a token of a key that is not among them', async () => {
    let asked = 0;
    let current = await keySet('k1');
    const url = await issuer((_, response) => {
      asked++;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(current));
    });
    const verifier = new TokenVerifier(terms({ keySetUrl: url }), () => Date.now());
    const [first, second] = [await sign(claims()), await sign(claims(), foreign, 'k2')];
    await verifier.principalOf(first);
    await verifier.principalOf(first);
    expect(asked).toBe(1);
    current = await keySet('k2', foreign);
    expect(await verifier.principalOf(second)).toMatchObject({ role: 'dispatcher' });
    expect(asked).toBe(2);
  });

  it('that were withdrawn are not taken for longer than ten minutes', async () => {
    let current = await keySet('k1');
    const url = await issuer((_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(current));
    });
    let ahead = 0;
    const verifier = new TokenVerifier(terms({ keySetUrl: url }), () => Date.now() + ahead);
    const token = await sign(claims());
    await verifier.principalOf(token);
    current = await keySet('k2', foreign);
    expect(await verifier.principalOf(token)).toMatchObject({ role: 'dispatcher' });
    ahead = 601_000;
    expect(await refusal(verifier, token)).toMatch(/^unauthenticated/);
  });

  it('that do not come are a passing failure, and those at hand go on', async () => {
    let hangs = true;
    const known = JSON.stringify(await keySet());
    const url = await issuer((_, response) => {
      if (!hangs) response.setHeader('content-type', 'application/json').end(known);
    });
    let ahead = 0;
    const verifier = new TokenVerifier(terms({ keySetUrl: url }), () => Date.now() + ahead);
    const token = await sign(claims());
    expect(await refusal(verifier, token)).toMatch(/^unavailable/);
    hangs = false;
    expect(await verifier.principalOf(token)).toMatchObject({ role: 'dispatcher' });
    hangs = true;
    ahead = 700_000;
    expect(await verifier.principalOf(token)).toMatchObject({ role: 'dispatcher' });
  });

  it('that are given are all there are: for another nobody is asked', async () => {
    let asked = 0;
    const keySetUrl = await issuer((_, response) => {
      asked++;
      response.end('{"keys":[]}');
    });
    const verifier = new TokenVerifier(terms({ keySet: JSON.stringify(await keySet()), keySetUrl }), () => Date.now());
    for (const kid of ['k2', 'k3', 'k2'])
      expect(await refusal(verifier, await sign(claims(), foreign, kid))).toBe(
        'unauthenticated: The token is not valid.',
      );
    expect(asked).toBe(0);
  });

  it('are not asked for again by each token of a key that nobody has, and rotate all the same', async () => {
    let asked = 0;
    let current = await keySet('k1');
    const url = await issuer((_, response) => {
      asked++;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(current));
    });
    const verifier = new TokenVerifier(terms({ keySetUrl: url }), () => Date.now());
    await verifier.principalOf(await sign(claims()));
    const guesses = await Promise.all(Array.from({ length: 50 }, (_, i) => sign(claims(), foreign, `guess-${i}`)));
    for (const guess of guesses) expect(await refusal(verifier, guess)).toMatch(/^un(authenticated|available)/);
    expect(asked).toBe(2);
    expect(await verifier.principalOf(await sign(claims()))).toMatchObject({ role: 'dispatcher' });
    // The issuer rotates while somebody guesses: whoever asks next brings the new key in for all.
    const rotated = new TokenVerifier(terms({ keySetUrl: url }), () => Date.now());
    await rotated.principalOf(await sign(claims()));
    current = await keySet('k2', foreign);
    expect(await refusal(rotated, guesses[0] ?? '')).toMatch(/^unauthenticated/);
    expect(await rotated.principalOf(await sign(claims(), foreign, 'k2'))).toMatchObject({ role: 'dispatcher' });
  });

  it('that hang are waited for by one request in a minute, and all that come meanwhile share one call', async () => {
    let asked = 0;
    const known = JSON.stringify(await keySet());
    const url = await issuer((_, response) => {
      if (++asked === 1) response.setHeader('content-type', 'application/json').end(known);
    });
    let ahead = 0;
    const verifier = new TokenVerifier(terms({ keySetUrl: url }), () => Date.now() + ahead);
    const token = await sign(claims());
    await verifier.principalOf(token);
    ahead = 601_000;
    const roles = await Promise.all(Array.from({ length: 20 }, () => verifier.principalOf(token)));
    expect(new Set(roles.map(({ role }) => role))).toEqual(new Set(['dispatcher']));
    ahead = 650_000;
    await verifier.principalOf(token);
    expect(asked).toBe(2);
  });

  it.each([
    ['an error', (): [number, string] => [500, '{}']],
    ['a page', (): [number, string] => [200, '<html>']],
    ['megabytes', (): [number, string] => [200, ' '.repeat(300_000)]],
  ])('are not taken from %s', async (_, answer) => {
    const url = await issuer((_request, response) => {
      const [status, body] = answer();
      response.writeHead(status).end(body);
    });
    const verifier = new TokenVerifier(terms({ keySetUrl: url }), () => Date.now());
    expect(await refusal(verifier, await sign(claims()))).toMatch(/^un/);
  });
});
