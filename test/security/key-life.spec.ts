import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import type { Agent } from 'supertest';
import { createApp } from '../../src/app.setup';
import { Clock } from '../../src/kernel/clock';
import { TestClock } from '../support/app';
import { useFaultyApp } from '../support/faulty-app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';
import { PATIENT } from '../support/patience';

// API2; ASVS 7.4: a key's end is its end in every process, and its use costs a write a day.
const t = useFaultyApp(ISSUER_VARIABLES);
const clock = new TestClock();
let other: NestExpressApplication;

beforeEach(async () => {
  clock.reset();
  const environment = { ...PATIENT, ...t.environment, ...ISSUER_VARIABLES, LOG_LEVEL: 'SILENT', METRICS: 'off' };
  other = await createApp(environment);
  other.get(Clock).now = () => clock.now();
  await other.init();
});
afterEach(() => other.close());

const at = (app: NestExpressApplication, token: string): Agent => request.agent(app.getHttpServer()).set(bearer(token));
const operator = (): Agent => at(t.app, tokenOf('operator'));
const statusAt = async (app: NestExpressApplication, token: string): Promise<number> =>
  (await at(app, token).get('/shops/SHOP-A')).status;
const pass = (milliseconds: number): void => {
  t.clock.advance(milliseconds);
  clock.advance(milliseconds);
};

interface Key {
  readonly token: string;
  readonly credential_id: string;
}

async function keys(count: number): Promise<Key[]> {
  await operator().post('/shops').send({ shop_id: 'SHOP-A', name: 'Tienda A' }).expect(201);
  const made: Key[] = [];
  for (let i = 0; i < count; i++)
    made.push(
      (
        await operator()
          .post('/shops/SHOP-A/keys')
          .send({ name: `k${i}` })
          .expect(201)
      ).body as Key,
    );
  return made;
}

const revoke = (key: Key) => operator().delete(`/shops/SHOP-A/keys/${key.credential_id}`);
const isUse = ({ operation, body }: { operation: string; body: string }): boolean =>
  operation === 'UpdateItem' && body.includes('last_used_on');

describe('a revoked key', () => {
  it('stops at once where it was revoked, and within 60 s in a process that has just used it', async () => {
    const [key, next] = (await keys(2)) as [Key, Key];
    expect([await statusAt(t.app, key.token), await statusAt(other, key.token)]).toEqual([200, 200]);
    await revoke(key).expect(200);
    expect(await statusAt(t.app, key.token)).toBe(401);
    pass(59_999);
    expect(await statusAt(other, key.token)).toBe(401);
    expect(await statusAt(other, next.token)).toBe(200);
  });

  it('is revoked beside the other one at the same moment, and neither of them works on', async () => {
    const both = await keys(2);
    const answers = await Promise.all([...both, ...both].map((key) => revoke(key)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    pass(60_000);
    for (const { token } of both)
      expect([await statusAt(t.app, token), await statusAt(other, token)]).toEqual([401, 401]);
    await operator().post('/shops/SHOP-A/keys').send({ name: 'again' }).expect(201);
  });

  it('of a suspended shop stops elsewhere within 60 s too', async () => {
    const [key] = (await keys(1)) as [Key];
    expect(await statusAt(other, key.token)).toBe(200);
    await operator().patch('/shops/SHOP-A').send({ state: 'SUSPENDED' }).expect(200);
    pass(59_999);
    expect(await statusAt(other, key.token)).toBe(401);
  });
});

describe('a key in use', () => {
  it('is noted by one write a day, however often it is read', async () => {
    const [key] = (await keys(1)) as [Key];
    // From a midnight of UTC on, so that the day does not end meanwhile.
    const day = 86_400_000;
    pass(day - (t.clock.now() % day));
    const before = t.stores.tables.calls.filter(isUse).length;
    const uses = () => t.stores.tables.calls.filter(isUse).length - before;
    for (let i = 0; i < 5; i++) {
      expect(await statusAt(t.app, key.token)).toBe(200);
      pass(31_000);
    }
    expect(uses()).toBe(1);
    pass(day);
    await statusAt(t.app, key.token);
    expect(uses()).toBe(2);
    const { items } = (await operator().get('/shops/SHOP-A/keys')).body as { items: { last_used_on: string }[] };
    expect(items[0]?.last_used_on).toBe(new Date(t.clock.now()).toISOString().slice(0, 10));
  });

  it('works where its use cannot be noted', async () => {
    const [key] = (await keys(1)) as [Key];
    t.stores.tables.always(isUse, { kind: 'answer', status: 400, body: () => ({ __type: 'AccessDeniedException' }) });
    expect(await statusAt(t.app, key.token)).toBe(200);
  });
});
