import request from 'supertest';
import type { Agent } from 'supertest';
import { ImportIntake } from '../../src/orders/imports/import-intake.service';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';
import { startWorker, Worker } from '../support/worker';

// API6: what a shop had accepted before it was suspended goes on, and the shop asks nothing more.
const t = useApp(ISSUER_VARIABLES);
const as = (token: string): Agent => request.agent(t.app.getHttpServer()).set(bearer(token));
const operator = (): Agent => as(tokenOf('operator'));
const dispatcher = (): Agent => as(tokenOf('dispatcher'));
let worker: Worker;

beforeAll(async () => {
  worker = await startWorker(t.environment);
});
afterAll(() => worker.end());

const rows = (...references: string[]): string =>
  references
    .map((reference) => {
      const { customer_id: _, ...body } = orderBody({ reference });
      return JSON.stringify(body);
    })
    .join('\n');

it('a shop that is suspended in mid-import gets what was accepted, once, and nothing more', async () => {
  await operator().post('/shops').send({ shop_id: 'SHOP-A', name: 'Tienda A' }).expect(201);
  const { token } = (await operator().post('/shops/SHOP-A/keys').send({ name: 'web' }).expect(201)).body as {
    token: string;
  };
  const upload = (text: string) =>
    as(token).post('/orders/imports').set('Content-Type', 'application/x-ndjson').send(text);
  const { import_id } = (await upload(rows('R1', 'R2')).expect(202)).body as { import_id: string };
  await operator().patch('/shops/SHOP-A').send({ state: 'SUSPENDED' }).expect(200);
  t.clock.advance(60_000);

  await upload(rows('R3')).expect(401);
  await as(token).get(`/orders/imports/${import_id}`).expect(401);
  const intake = worker.app.get(ImportIntake);
  await intake.take({ import_id, chunk: 0 });
  await intake.take({ import_id, chunk: 0 });

  const done = await dispatcher().get(`/orders/imports/${import_id}`).expect(200);
  expect(done.body).toMatchObject({ status: 'COMPLETED', created: 2, pending: 0 });
  const { items } = (await dispatcher().get('/orders?customer_id=SHOP-A').expect(200)).body as {
    items: { order_id: string; reference: string }[];
  };
  expect(items.map(({ reference }) => reference).sort()).toEqual(['R1', 'R2']);
  for (const { order_id } of items) await dispatcher().post(`/orders/${order_id}/cancel`).send({}).expect(200);
});
