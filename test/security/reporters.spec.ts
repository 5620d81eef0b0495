import request from 'supertest';
import type { Agent } from 'supertest';
import type { Principal } from '../../src/access/principal';
import { CredentialsService } from '../../src/access/credentials.service';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';

// API1, API5; ASVS 8.2.2: who may tell what of a parcel, and what is kept of who did.
const t = useApp(ISSUER_VARIABLES);
const SHOP: Principal = { role: 'shop', subject: 'SHOP-1', shop_id: 'SHOP-1' };
beforeAll(() => {
  t.app.get(CredentialsService).principalOf = () => Promise.resolve(SHOP);
});

const as = (token: string): Agent => request.agent(t.app.getHttpServer()).set(bearer(token));
const driver = (id: string): Agent => as(tokenOf('driver', { username: id, sub: `person-${id}` }));
const dispatcher = (): Agent => as(tokenOf('dispatcher'));
const shop = (): Agent => as('dnx_test_key');

interface Made {
  readonly order_id: string;
}
const create = async (): Promise<Made> => {
  const address = { street: 'Av. Pardo 1', lat: -12.119, lon: -77.036 };
  const { body } = await dispatcher()
    .post('/orders')
    .send(orderBody({ delivery_address: address }))
    .expect(201);
  return body as Made;
};
const planned = async ({ order_id }: Made, driver_id: string): Promise<string> => {
  const { body } = await dispatcher()
    .post('/routes')
    .send({ order_ids: [order_id], driver_id })
    .expect(200);
  return (body as { route_id: string }).route_id;
};
const move = (route: string, action: string) => dispatcher().post(`/routes/${route}/${action}`).send({}).expect(200);
const scan = (agent: Agent, { order_id }: Made, status: string, more: object = {}) =>
  agent.post('/tracking').send({ order_id, status, ...more });

describe('a driver', () => {
  it("reports on the parcels of its own routes; another's are not there", async () => {
    const made = await create();
    await planned(made, 'DRV-A');
    await scan(driver('DRV-B'), made, 'OUT_FOR_DELIVERY').expect(404);
    await scan(driver('DRV-A'), made, 'OUT_FOR_DELIVERY').expect(201);
  });

  it('tells late what it saw before its route ended, and nothing of later', async () => {
    const made = await create();
    const route = await planned(made, 'DRV-A');
    await move(route, 'start');
    await scan(driver('DRV-A'), made, 'OUT_FOR_DELIVERY').expect(201);
    const seen = new Date(t.clock.now()).toISOString();
    t.clock.advance(60_000);
    await move(route, 'complete');
    t.clock.advance(60_000);
    const later = new Date(t.clock.now()).toISOString();
    await scan(driver('DRV-A'), made, 'DELIVERED').expect(404);
    await scan(driver('DRV-A'), made, 'DELIVERED', { occurred_at: later }).expect(404);
    await scan(driver('DRV-B'), made, 'DELIVERED', { occurred_at: seen }).expect(404);
    const { body } = await scan(driver('DRV-A'), made, 'DELIVERED', { occurred_at: seen }).expect(201);
    expect(body).toMatchObject({ status: 'DELIVERED', applied: true });
    const { body: order } = await dispatcher().get(`/orders/${made.order_id}`).expect(200);
    expect(order).toMatchObject({
      delivered_by: { role: 'driver', subject: 'person-DRV-A', driver_id: 'DRV-A', route_id: route },
    });
  });

  it('corrects nothing', async () => {
    const made = await create();
    await planned(made, 'DRV-A');
    await scan(driver('DRV-A'), made, 'OUT_FOR_DELIVERY', { event_id: 'e' }).expect(201);
    await scan(driver('DRV-A'), made, 'IN_TRANSIT', { corrects: 'e' }).expect(403);
    await scan(driver('DRV-B'), made, 'IN_TRANSIT', { corrects: 'e' }).expect(404);
    await scan(dispatcher(), made, 'IN_TRANSIT', { corrects: 'e' }).expect(201);
  });
});

describe('what happened to a parcel', () => {
  it('names who told it to the courier, and to nobody else', async () => {
    const made = await create();
    const route = await planned(made, 'DRV-A');
    await scan(driver('DRV-A'), made, 'DELIVERED').expect(201);
    const read = (agent: Agent) => agent.get(`/tracking?order_id=${made.order_id}`).expect(200);
    const { body } = await read(dispatcher());
    expect(body).toMatchObject({
      events: [
        { status: 'CREATED', actor: { role: 'dispatcher', subject: 'dispatcher-1' } },
        { actor: { role: 'driver', subject: 'person-DRV-A', driver_id: 'DRV-A' }, route_id: route },
      ],
    });
    for (const agent of [shop(), driver('DRV-A')]) {
      const { text } = await read(agent);
      expect(text).not.toMatch(/actor|route_id|person-DRV-A/);
    }
    const { body: order, text } = await shop().get(`/orders/${made.order_id}`).expect(200);
    expect(order).toHaveProperty('delivered_at');
    expect(text).not.toMatch(/delivered_by|former_routes|refused_scans|DRV-A/);
  });
});
