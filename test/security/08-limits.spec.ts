import request from 'supertest';
import type { Agent, Response } from 'supertest';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';
import { itemsOf } from '../support/tables';

// API4; ASVS 2.4.1: what one credential, address, shop or dispatcher takes of us.
const { RATE_LIMIT_PER_SECOND: _, ...issuer } = ISSUER_VARIABLES;
const t = useApp({ ...issuer, WRONG_CREDENTIALS_PER_MINUTE: '5', PLANNER_SECONDS_PER_DAY: '2' });
const as = (token: string): Agent => request.agent(t.app.getHttpServer()).set(bearer(token));
let person = 0;
/** Somebody else each time: buckets outlive a test. */
const operator = (): Agent => as(tokenOf('operator', { sub: `operator-${person++}` }));

async function shopKey(shop_id: string, limits: object = {}): Promise<string> {
  await operator()
    .post('/shops')
    .send({ shop_id, name: shop_id, ...limits })
    .expect(201);
  return nextKey(shop_id);
}

const nextKey = async (shop_id: string): Promise<string> =>
  ((await operator().post(`/shops/${shop_id}/keys`).send({ name: 'k' }).expect(201)).body as { token: string }).token;

const policyOf = (answer: Response): string => String(answer.headers['ratelimit-policy']);

describe('8. a credential', () => {
  it('has a bucket of its own, as large as its role’s or as its shop’s limit says', async () => {
    expect(policyOf(await as(tokenOf('driver', { username: 'D1' })).get('/tracking/statuses'))).toBe(
      '"default";q=10;w=1',
    );
    expect(policyOf(await operator().get('/shops'))).toBe('"default";q=50;w=1');
    expect(policyOf(await as(await shopKey('SHOP-P')).get('/orders'))).toBe('"default";q=20;w=1');
    const [first, second] = [await shopKey('SHOP-Q', { requests_per_second: 3 }), await nextKey('SHOP-Q')];
    const answers = await Promise.all(Array.from({ length: 40 }, () => as(first).get('/tracking/statuses')));
    const refused = answers.find(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    expect(refused?.headers).toMatchObject({
      'retry-after': '1',
      'ratelimit-policy': '"default";q=3;w=1',
      ratelimit: expect.stringMatching(/^"default";r=0;t=1$/) as string,
    });
    expect((await as(second).get('/tracking/statuses')).status).toBe(200);
  });

  it('learns within a minute that its shop’s limit has changed', async () => {
    const token = await shopKey('SHOP-A');
    await operator().patch('/shops/SHOP-A').send({ requests_per_second: 7 }).expect(200);
    t.clock.advance(60_000);
    expect(policyOf(await as(token).get('/orders'))).toBe('"default";q=7;w=1');
    await operator().patch('/shops/SHOP-A').send({ requests_per_second: null }).expect(200);
    t.clock.advance(60_000);
    expect(policyOf(await as(token).get('/orders'))).toBe('"default";q=20;w=1');
  });

  it('costs no write where it reads', async () => {
    const token = await shopKey('SHOP-B');
    await as(token).get('/orders');
    const before = await itemsOf(t.environment, 'credentials');
    for (let i = 0; i < 5; i++) await as(token).get('/orders').expect(200);
    expect(await itemsOf(t.environment, 'credentials')).toEqual(before);
    expect(await itemsOf(t.environment, 'idempotency')).toEqual([]);
  });
});

describe('8. imports of one shop', () => {
  const send = (token: string, reference: string, key?: string) => {
    const call = as(token).post('/orders/imports').set('Content-Type', 'application/x-ndjson');
    return (key === undefined ? call : call.set('Idempotency-Key', key)).send(
      JSON.stringify({ ...orderBody(), customer_id: undefined, reference }),
    );
  };

  it('are under way at once in the number that it has, and refused beyond, repeatably', async () => {
    const token = await shopKey('SHOP-C', { imports_at_once: 2 });
    const other = await shopKey('SHOP-D');
    const answers = await Promise.all(['1', '2', '3', '4'].map((n) => send(token, n, `k${n}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 429, 429]);
    const refused = answers.findIndex(({ status }) => status === 429) + 1;
    expect(answers[refused - 1]?.headers['retry-after']).toBe('30');
    expect((await send(other, '1')).status).toBe(202);
    // What was taken is answered again without a place, and what was refused is taken once there is one.
    const taken = answers.findIndex(({ status }) => status === 202) + 1;
    expect((await send(token, String(taken), `k${taken}`)).body).toEqual(answers[taken - 1]?.body);
    // Nobody works on imports here: they are as good as dead, and their places free after an hour.
    t.clock.advance(3_601_000);
    expect((await send(token, String(refused), `k${refused}`)).status).toBe(202);
  });

  it('that hold no good row give their place back at once', async () => {
    const token = await shopKey('SHOP-E', { imports_at_once: 1 });
    for (let i = 0; i < 3; i++)
      expect(
        (await as(token).post('/orders/imports').set('Content-Type', 'application/x-ndjson').send('{}')).status,
      ).toBe(202);
  });
});

describe('8. seconds of planning', () => {
  it('are counted by dispatcher and day, before anything is planned', async () => {
    const dispatcher = as(tokenOf('dispatcher', { sub: 'dispatcher-many' }));
    const order = (await operator().post('/orders').send(orderBody()).expect(201)).body as { order_id: string };
    const plan = (agent: Agent) =>
      agent.post('/routes').send({ order_ids: [order.order_id], driver_id: 'DRV-1', time_limit_ms: 500 });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await plan(dispatcher)).status);
    expect(statuses).toEqual([200, 409, 409, 409, 429]);
    const refused = await plan(dispatcher);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({ type: 'urn:dinex:problem:rate-limited' });
    expect((await plan(as(tokenOf('dispatcher', { sub: 'dispatcher-other' })))).status).toBe(409);
  });
});

describe('8. wrong credentials of one address', () => {
  it('are looked at a few times a minute, and keep nobody out whose own was right', async () => {
    const token = await shopKey('SHOP-F');
    expect((await as(token).get('/orders')).status).toBe(200);
    const wrong = (i: number) => as(`dnx_test_${String(i).padStart(33, '0')}`).get('/orders');
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await wrong(i)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(Number((await wrong(9)).headers['retry-after'])).toBeGreaterThan(0);
    expect((await as(token).get('/orders')).status).toBe(200);
  });
});
