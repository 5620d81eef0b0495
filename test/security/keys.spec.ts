import request from 'supertest';
import type { Agent } from 'supertest';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';

// API2; ASVS 6 and 10: DINEX's own keys, from their making to their end.
const t = useApp(ISSUER_VARIABLES);
const as = (token: string): Agent => request.agent(t.app.getHttpServer()).set(bearer(token));
const operator = (): Agent => as(tokenOf('operator'));

interface Key {
  readonly credential_id: string;
  readonly token: string;
  readonly last_four: string;
}

async function shop(shop_id = 'SHOP-A'): Promise<void> {
  expect(
    (
      await operator()
        .post('/shops')
        .send({ shop_id, name: `Tienda ${shop_id}` })
    ).status,
  ).toBe(201);
}

async function key(shop_id = 'SHOP-A', body: object = {}): Promise<Key> {
  const answer = await operator()
    .post(`/shops/${shop_id}/keys`)
    .send({ name: 'web', ...body });
  expect(answer.status).toBe(201);
  return answer.body as Key;
}

describe("a shop's key", () => {
  it('works at once, without a deployment, and for its own shop', async () => {
    await shop();
    const { token } = await key();
    const { customer_id: _, ...body } = orderBody();
    const made = await as(token).post('/orders').send(body);
    expect([made.status, (made.body as { customer_id: string }).customer_id]).toEqual([201, 'SHOP-A']);
    expect(
      (
        await as(token)
          .post('/orders')
          .send(orderBody({ customer_id: 'SHOP-B' }))
      ).status,
    ).toBe(404);
  });

  it('is told once: neither its list, a repetition, the change record nor the table has its text', async () => {
    await shop();
    const ask = () => operator().post('/shops/SHOP-A/keys').set('Idempotency-Key', 'k1').send({ name: 'web' });
    const first = (await ask()).body as Key;
    const { token: _, ...untold } = first;
    const again = await ask();
    expect([again.status, again.body]).toEqual([201, untold]);
    const list = await operator().get('/shops/SHOP-A/keys');
    expect(list.body).toEqual({ items: [untold] });
    const changes = await operator().get(`/changes?object=key:${first.credential_id}`);
    expect(changes.body).toMatchObject({ items: [{ action: 'key.issued', actor: { role: 'operator' } }] });
    expect(JSON.stringify([list.body, changes.body])).not.toContain(first.token.slice(9, 30));
  });

  it('has at most one companion, so that one can be exchanged for the next', async () => {
    await shop();
    const [old, next] = [await key(), await key()];
    expect((await operator().post('/shops/SHOP-A/keys').send({ name: 'third' })).status).toBe(409);
    expect((await operator().delete(`/shops/SHOP-A/keys/${old.credential_id}`)).body).toMatchObject({
      state: 'REVOKED',
    });
    expect((await operator().delete(`/shops/SHOP-A/keys/${old.credential_id}`)).status).toBe(200);
    t.clock.advance(60_000);
    const refused = await as(old.token).get('/orders');
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toContain('invalid_token');
    expect((await as(next.token).get('/orders')).status).toBe(200);
    await key();
  });

  it('is never the third, however many are asked for at once', async () => {
    await shop();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        operator()
          .post('/shops/SHOP-A/keys')
          .send({ name: `k${i}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409 && status !== 503)).toEqual([]);
  });

  it('withdrawn twice at once is withdrawn once', async () => {
    await shop();
    const { credential_id } = await key();
    const both = await Promise.all([0, 1].map(() => operator().delete(`/shops/SHOP-A/keys/${credential_id}`)));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const { body } = await operator().get(`/changes?object=key:${credential_id}`);
    const actions = (body as { items: { action: string }[] }).items.map(({ action }) => action);
    expect(actions).toEqual(['key.revoked', 'key.issued']);
  });

  it('stops with its shop and works again with it', async () => {
    await shop();
    const { token } = await key();
    expect((await operator().patch('/shops/SHOP-A').send({ state: 'SUSPENDED' })).body).toMatchObject({ version: 2 });
    t.clock.advance(60_000);
    expect((await as(token).get('/orders')).status).toBe(401);
    await operator().patch('/shops/SHOP-A').send({ state: 'ACTIVE' });
    t.clock.advance(60_000);
    expect((await as(token).get('/orders')).status).toBe(200);
  });

  it('ends when it says, and does no more than its scopes say', async () => {
    await shop();
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const { token } = await key('SHOP-A', { scopes: ['orders:read'], expires_at: soon });
    expect((await as(token).get('/orders')).status).toBe(200);
    const refused = await as(token).post('/orders').send(orderBody());
    expect([refused.status, refused.body]).toEqual([403, expect.objectContaining({ scope: 'orders:write' })]);
    t.clock.advance(3_700_000);
    expect((await as(token).get('/orders')).status).toBe(401);
  });

  it('says on which day it was used last, and writes that once', async () => {
    await shop();
    const { token } = await key();
    await as(token).get('/orders');
    const { body } = await operator().get('/shops/SHOP-A/keys');
    expect((body as { items: object[] }).items[0]).toMatchObject({
      last_used_on: new Date().toISOString().slice(0, 10),
    });
  });

  it('of another stage, guessed or mistyped means nothing, without a word of which it was', async () => {
    await shop();
    const { token } = await key();
    for (const wrong of [
      `dnx_live_${'0'.repeat(33)}`,
      token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a'),
      `${token}x`,
      'dnx_',
    ])
      expect((await as(wrong).get('/orders')).status).toBe(401);
  });
});

describe('two shops', () => {
  it('whose ids look alike are one too many', async () => {
    await shop('SHOP-LIMA-01');
    for (const shop_id of ['shop-lima-01', 'SHOP-LIMA-O1', 'SHOP-LIMA-0l', 'SHOP.LIMA_01', 'SHOP-LIMA-01'])
      expect((await operator().post('/shops').send({ shop_id, name: 'x' })).status).toBe(409);
  });

  it('do not see, exchange or withdraw each other’s keys', async () => {
    await shop('SHOP-A');
    await shop('SHOP-B');
    const [a, b] = [await key('SHOP-A'), await key('SHOP-B')];
    expect((await as(a.token).get('/shops/SHOP-B')).status).toBe(404);
    expect((await as(a.token).get('/shops/SHOP-B/keys')).status).toBe(404);
    expect((await as(a.token).delete(`/shops/SHOP-B/keys/${b.credential_id}`)).status).toBe(404);
    expect((await as(a.token).delete(`/shops/SHOP-A/keys/${b.credential_id}`)).status).toBe(404);
    expect((await as(b.token).get('/orders')).status).toBe(200);
  });

  it('may use the same Idempotency-Key, and a rotated key repeats safely', async () => {
    await shop('SHOP-A');
    await shop('SHOP-B');
    const send = async (token: string): Promise<string> => {
      const { customer_id: _, ...body } = orderBody();
      return ((await as(token).post('/orders').set('Idempotency-Key', 'same').send(body)).body as { order_id: string })
        .order_id;
    };
    const [old, next, other] = [await key('SHOP-A'), await key('SHOP-A'), await key('SHOP-B')];
    const first = await send(old.token);
    expect(await send(next.token)).toBe(first);
    expect(await send(other.token)).not.toBe(first);
  });
});

describe('a change record', () => {
  it('is left by each request that overwrites: who, with which key, what; of a person a keyed hash alone', async () => {
    await shop();
    const { token, credential_id } = await key();
    const { customer_id: _, ...body } = orderBody({ recipient: { name: 'Rosa Quispe', phone: '999888777' } });
    const { order_id } = (await as(token).post('/orders').send(body)).body as { order_id: string };
    await as(token)
      .patch(`/orders/${order_id}`)
      .send({ reference: 'NEW', recipient: { phone: '999111222' } })
      .expect(200);
    const answer = await operator().get(`/changes?object=order:${order_id}`);
    const [change] = (answer.body as { items: { fields: object[] }[] }).items;
    expect(change).toMatchObject({
      action: 'order.patched',
      actor: { role: 'shop', subject: 'SHOP-A', credential_id },
      fields: expect.arrayContaining([{ pointer: '/reference', to: '"NEW"' }]) as object,
    });
    expect(JSON.stringify(change)).toMatch(/hmac:[0-9a-f]{32}/);
    expect(JSON.stringify(answer.body)).not.toMatch(/999888777|999111222|Rosa/);
    expect((await as(token).get(`/changes?object=order:${order_id}`)).status).toBe(403);
  });
});

describe('7. a record', () => {
  const recordsOf = async (object: string): Promise<{ action: string; actor: { subject: string } }[]> =>
    ((await operator().get(`/changes?object=${object}`).expect(200)).body as { items: never[] }).items;
  const made = async (agent: Agent): Promise<string> =>
    ((await agent.post('/orders').send(orderBody()).expect(201)).body as { order_id: string }).order_id;

  it('is left by each person’s reading of somebody’s data, and by no shop’s or machine’s', async () => {
    const dispatcher = as(tokenOf('dispatcher', { sub: 'ana' }));
    const [first, second] = [await made(dispatcher), await made(dispatcher)];
    await dispatcher.get(`/orders/${first}`).expect(200);
    expect(await recordsOf(`order:${first}`)).toMatchObject([{ action: 'order.read', actor: { subject: 'ana' } }]);
    await dispatcher.get('/orders').expect(200);
    const [listed, ...more] = await recordsOf('reader:dispatcher:ana');
    expect(more).toEqual([]);
    expect(JSON.stringify(listed)).toContain(second);
    await shop('SHOP-1');
    const { token } = await key('SHOP-1');
    await as(token).get(`/orders/${second}`).expect(200);
    expect(await recordsOf(`order:${second}`)).toEqual([]);
  });

  it('is left by what overwrites a route', async () => {
    const dispatcher = as(tokenOf('dispatcher', { sub: 'ana' }));
    const order_id = await made(dispatcher);
    const planned = await dispatcher
      .post('/routes')
      .send({ order_ids: [order_id], driver_id: 'D-7', max_iterations: 10 });
    const { route_id } = planned.body as { route_id: string };
    await dispatcher.post(`/routes/${route_id}/reoptimize`).send({ max_iterations: 10 }).expect(200);
    await dispatcher.post(`/routes/${route_id}/start`).send({}).expect(200);
    await dispatcher.get(`/routes/${route_id}`).expect(200);
    await dispatcher.post(`/routes/${route_id}/complete`).send({});
    const actions = (await recordsOf(`route:${route_id}`)).map(({ action }) => action);
    expect(actions.slice(-3)).toEqual(['route.read', 'route.started', 'route.reoptimized']);
  });
});
