import type { Hash } from 'node:crypto';
import { Authenticator } from '../../src/access/authenticator';
import { newKeyToken } from '../../src/access/key-token';
import { DinexError } from '../../src/kernel/errors';
import { useFaultyApp } from '../support/faulty-app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';
import request from 'supertest';

// API2, API4; ASVS 6.3 and 9.1: what is wrong costs no more than what is right. Work is counted, as time says nothing on a busy machine.
const t = useFaultyApp(ISSUER_VARIABLES);

/** The module itself: a namespace import would be a copy, in which nothing can be replaced. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const crypto = require('node:crypto') as {
  createHash: (...parameters: never[]) => Hash;
  verify: (...parameters: never[]) => boolean;
};

interface Work {
  /** Characters that were hashed. */
  readonly hashed: number;
  readonly signatures: number;
  readonly storeCalls: number;
}

const establish = (authorization: string): Promise<string> =>
  t.app
    .get(Authenticator)
    .principalOf(authorization)
    .then(
      (principal) => principal?.role ?? 'nobody',
      (error: unknown) => {
        if (!(error instanceof DinexError)) throw error;
        return error.kind;
      },
    );

/** Says who an authorization is for the application, and what it did to know. */
async function work(authorization: string): Promise<Work & { readonly outcome: string }> {
  let hashed = 0;
  const verify = jest.spyOn(crypto, 'verify');
  const { createHash } = crypto;
  const hash = jest.spyOn(crypto, 'createHash').mockImplementation((...parameters) => {
    const made = createHash(...parameters);
    const update = made.update.bind(made);
    made.update = (data: string) => {
      hashed += data.length;
      return update(data);
    };
    return made;
  });
  const before = t.stores.tables.calls.length;
  const outcome = await establish(authorization);
  const done = { hashed, signatures: verify.mock.calls.length, storeCalls: t.stores.tables.calls.length - before };
  hash.mockRestore();
  verify.mockRestore();
  return { outcome, ...done };
}

const operator = bearer(tokenOf('operator'));
const server = () => request.agent(t.app.getHttpServer()).set(operator);
const anHourAgo = Math.floor(Date.now() / 1_000) - 3_600;

async function shopKey(shop_id: string, body: object = {}): Promise<{ token: string; credential_id: string }> {
  await server().post('/shops').send({ shop_id, name: shop_id });
  const answer = await server()
    .post(`/shops/${shop_id}/keys`)
    .send({ name: 'web', ...body })
    .expect(201);
  return answer.body as { token: string; credential_id: string };
}

const atMost = (asked: Work, good: Work): void => {
  expect(asked.hashed).toBeLessThanOrEqual(good.hashed);
  expect(asked.signatures).toBeLessThanOrEqual(good.signatures);
  expect(asked.storeCalls).toBeLessThanOrEqual(good.storeCalls);
};

describe('a key that is not taken', () => {
  it('costs no more than one that is, whatever is wrong with it', async () => {
    const good = await shopKey('SHOP-GOOD');
    const soon = new Date(Date.now() + 60_000).toISOString();
    const [revoked, expired, suspended] = [
      await shopKey('SHOP-A'),
      await shopKey('SHOP-B', { expires_at: soon }),
      await shopKey('SHOP-C'),
    ];
    await server().delete(`/shops/SHOP-A/keys/${revoked.credential_id}`).expect(200);
    await server().patch('/shops/SHOP-C').send({ state: 'SUSPENDED' }).expect(200);
    // The day's first use is noted by one write more.
    expect(await establish(`Bearer ${good.token}`)).toBe('shop');
    t.clock.advance(61_000);
    const right = await work(`Bearer ${good.token}`);
    expect(right).toEqual({ outcome: 'shop', hashed: good.token.length, signatures: 0, storeCalls: 1 });
    const wrong = {
      unknown: newKeyToken('test').token,
      'of another stage': newKeyToken('live').token,
      mistyped: `${good.token.slice(0, -1)}${good.token.endsWith('a') ? 'b' : 'a'}`,
      '64 KB long': `dnx_test_${'x'.repeat(65_536)}`,
      'a key and 64 KB more': good.token + 'x'.repeat(65_536),
      revoked: revoked.token,
      expired: expired.token,
      suspended: suspended.token,
    };
    for (const [what, token] of Object.entries(wrong)) {
      const asked = await work(`Bearer ${token}`);
      expect([what, asked.outcome]).toEqual([what, 'unauthenticated']);
      atMost(asked, right);
    }
  });

  it('costs one read even when 200 others were tried before, and none when it is tried again', async () => {
    const guesses = Array.from({ length: 200 }, () => newKeyToken('test').token);
    const before = t.stores.tables.calls.length;
    for (const guess of guesses) expect(await establish(`Bearer ${guess}`)).toBe('unauthenticated');
    for (const guess of guesses) expect(await establish(`Bearer ${guess}`)).toBe('unauthenticated');
    expect(t.stores.tables.calls.length - before).toBe(200);
  });
});

describe('a token that is not taken', () => {
  it('costs no more than one that is, whatever is wrong with it', async () => {
    const right = await work(`Bearer ${tokenOf('dispatcher')}`);
    expect(right).toMatchObject({ outcome: 'dispatcher', signatures: 1, storeCalls: 0 });
    const [header = '', payload = '', signature = ''] = tokenOf('dispatcher').split('.');
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const wrong = {
      '64 KB long': tokenOf('dispatcher', { padding: 'x'.repeat(65_536) }),
      '64 KB of dots': '.'.repeat(65_536),
      '64 KB of nothing': 'x'.repeat(65_536),
      '8 KB of brackets': `${header}.${Buffer.from('['.repeat(5_000)).toString('base64url')}.${signature}`,
      expired: tokenOf('dispatcher', { exp: anHourAgo }),
      'of another issuer': tokenOf('dispatcher', { iss: 'https://evil.example' }),
      'for another audience': tokenOf('dispatcher', { client_id: 'other' }),
      'without a role': tokenOf('dispatcher', { 'cognito:groups': Array.from({ length: 500 }, (_, i) => `g${i}`) }),
      changed: `${header}.${encoded({ sub: 'me' })}.${signature}`,
      'of a key that nobody has': `${encoded({ alg: 'EdDSA', kid: 'other' })}.${payload}.${signature}`,
      unsigned: `${encoded({ alg: 'none', kid: 'test' })}.${payload}.`,
    };
    for (const [what, token] of Object.entries(wrong)) {
      const asked = await work(`Bearer ${token}`);
      expect([what, asked.outcome]).toEqual([what, 'unauthenticated']);
      atMost(asked, right);
    }
  });

  it.each([
    ['nothing', 'Bearer'],
    ['a space', 'Bearer '],
    ['64 KB of spaces', `Bearer${' '.repeat(65_536)}`],
    ['another scheme', 'Basic b3A6b3A='],
    ['two tokens', 'Bearer a b'],
    ['64 KB of schemes', `${'Bearer '.repeat(9_000)}x`],
  ])('and is none, but %s, costs nothing', async (_, authorization) => {
    expect(await work(authorization)).toEqual({ outcome: 'unauthenticated', hashed: 0, signatures: 0, storeCalls: 0 });
  });

  it('is 401 with WWW-Authenticate', async () => {
    const answer = await request(t.app.getHttpServer())
      .get('/shops')
      .set(bearer('x'.repeat(12_000)));
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ]);
  });
});
