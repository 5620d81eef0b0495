import { orderBody } from '../factories/orders';
import { dieAtEachCall, outlived, useFaultyApp } from '../support/faulty-app';
import { mailsPerAddress, Pipeline, startPipeline } from '../support/pipeline';

const t = useFaultyApp();
let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await startPipeline(t.environment);
});
afterAll(async () => {
  await pipeline.stop();
});

interface Stored {
  readonly order_id: string;
  readonly recipient: { readonly email: string };
}
let cases = 0;
const bodyFor = (email: string): object => orderBody({ recipient: { name: 'Rosa', email } });
const newEmail = (): string => `caso-${cases++}@example.pe`;
const create = (email: string, key: string) => t.api.post('/orders').set('Idempotency-Key', key).send(bodyFor(email));
const stored = async (): Promise<Stored[]> =>
  ((await t.api.get('/orders?customer_id=SHOP-1&limit=100').expect(200)).body as { items: Stored[] }).items;
const newOrder = async (): Promise<string> =>
  ((await t.api.post('/orders').send(orderBody()).expect(201)).body as { order_id: string }).order_id;

describe('20 parallel identical requests: one order, one notification, 20 equal answers', () => {
  it('holds for POST /orders', async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(email, 'twenty')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => String(headers.etag) + String(headers.location))).size).toBe(1);
    expect(await stored()).toHaveLength(1);
    expect(await mailsPerAddress(t.environment, [email, await settle()])).toEqual([1, 1]);
  });

  it('holds for POST /tracking and for a cancellation', async () => {
    const order_id = await newOrder();
    const scan = () =>
      t.api.post('/tracking').set('Idempotency-Key', 'scan').send({ order_id, status: 'EXCEPTION' }).expect(201);
    const scans = await Promise.all(Array.from({ length: 20 }, scan));
    expect(new Set(scans.map(({ text }) => text)).size).toBe(1);
    const cancel = () => t.api.post(`/orders/${order_id}/cancel`).set('Idempotency-Key', 'end').send({}).expect(200);
    const ends = await Promise.all(Array.from({ length: 20 }, cancel));
    for (const { body } of ends) expect(body).toEqual(ends[0]?.body);
    expect(ends[0]?.body).toMatchObject({ status: 'CANCELLED', version: 3 });
  });
});

describe('another body with the same key: 422', () => {
  it('also while the first is under way, and per caller, path and method only', async () => {
    const [first, other] = await Promise.all([create('a@example.pe', 'k'), create('b@example.pe', 'k')]);
    expect([first.status, other.status].sort()).toEqual([201, 422]);
    expect(await stored()).toHaveLength(1);
    const { order_id } = first.status === 201 ? (first.body as Stored) : (other.body as Stored);
    await t.api.post('/tracking').set('Idempotency-Key', 'k').send({ order_id, status: 'PICKED_UP' }).expect(201);
  });

  it('until 24 h have passed: then the key is free', async () => {
    await create('a@example.pe', 'k').expect(201);
    t.clock.advance(24 * 3_600_000 - 60_000);
    await create('b@example.pe', 'k').expect(422);
    t.clock.advance(61_000);
    await create('b@example.pe', 'k').expect(201);
    expect(await stored()).toHaveLength(2);
  });
});

describe('a crash at any point between the calls: a retry completes, never doubles', () => {
  it('of POST /orders', async () => {
    const emails: string[] = [];
    const calls = await dieAtEachCall(t.stores.tables, async () => {
      const email = newEmail();
      emails.push(email);
      const { status } = await create(email, email);
      t.stores.heal();
      const first = await create(email, email).expect(201);
      expect((await create(email, email).expect(201)).text).toBe(first.text);
      return outlived(status);
    });
    expect(calls).toBeGreaterThanOrEqual(2);
    expect((await stored()).map(({ recipient }) => recipient.email).sort()).toEqual([...emails].sort());
    const counts = await mailsPerAddress(t.environment, [...emails, await settle()]);
    expect(counts).toEqual(counts.map(() => 1));
  });

  it('of POST /tracking and of a cancellation', async () => {
    const scan = (order_id: string) => t.api.post('/tracking').send({ order_id, status: 'EXCEPTION' });
    const cancel = (order_id: string) => t.api.post(`/orders/${order_id}/cancel`).send({});
    for (const [request, status] of [
      [scan, 201],
      [cancel, 200],
    ] as const) {
      let order_id = await newOrder();
      const calls = await dieAtEachCall(t.stores.tables, async () => {
        const { status: got } = await request(order_id).set('Idempotency-Key', order_id);
        t.stores.heal();
        const first = await request(order_id).set('Idempotency-Key', order_id).expect(status);
        expect((await request(order_id).set('Idempotency-Key', order_id).expect(status)).body).toEqual(first.body);
        const { body } = await t.api.get(`/tracking?order_id=${order_id}`).expect(200);
        expect(body).toMatchObject({ version: 2, events: [{ status: 'CREATED' }, {}] });
        expect((body as { events: unknown[] }).events).toHaveLength(2);
        order_id = await newOrder();
        return outlived(got);
      });
      expect(calls).toBeGreaterThanOrEqual(4);
    }
  });

  it('of POST /orders/imports', async () => {
    const upload = (key: string) =>
      t.api
        .post('/orders/imports')
        .set('Content-Type', 'application/x-ndjson')
        .set('Idempotency-Key', key)
        .send(JSON.stringify(orderBody({ customer_id: 'IMPORTS', reference: key })));
    const references: string[] = [];
    const calls = await dieAtEachCall(t.stores.tables, async (nth, death) => {
      const key = `import-${nth}-${death}`;
      references.push(key);
      const { status } = await upload(key);
      t.stores.heal();
      const first = await upload(key).expect(202);
      expect((await upload(key).expect(202)).text).toBe(first.text);
      return outlived(status);
    });
    expect(calls).toBeGreaterThanOrEqual(4);
    await settle();
    const { body } = await t.api.get('/orders?customer_id=IMPORTS&limit=100').expect(200);
    const made = (body as { items: { reference: string }[] }).items.map(({ reference }) => reference);
    expect(made.sort()).toEqual(references.sort());
  });
});

/** An order that came later: once its mail is there, whatever was sent too often before is there too. */
async function settle(): Promise<string> {
  const email = newEmail();
  await t.api.post('/orders').send(bodyFor(email)).expect(201);
  await mailsPerAddress(t.environment, [email]);
  return email;
}
