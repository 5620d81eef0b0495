import { newOrderId } from '../../src/kernel/ids';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

const t = useApp({ PLAN_CPU_MS: '60', QUEUED_PLANS: 'off' });

describe('where nothing plans from the queue', () => {
  it('a large fleet is refused, not left waiting for ever', async () => {
    const order_ids = Array.from({ length: 101 }, (_, i) => newOrderId(Date.now() + i));
    const { body } = await t.api
      .post('/routes')
      .send({ order_ids, drivers: [{ driver_id: 'A' }] })
      .expect(422);
    expect(body).toMatchObject({ errors: [{ pointer: '#/order_ids' }] });
  });

  it('a small fleet is planned at once, whatever time it asks for', async () => {
    const delivery_address = { street: 'Calle 1', lat: -12.05, lon: -77.03 };
    const { body } = await t.api.post('/orders').send(orderBody({ delivery_address })).expect(201);
    const { order_id } = body as { order_id: string };
    const fleet = { order_ids: [order_id], drivers: [{ driver_id: 'A' }], time_limit_ms: 5_000 };
    const { body: plan } = await t.api.post('/routes').send(fleet).expect(200);
    expect(plan).toMatchObject({ unassigned: [], routes: [{ order_ids: [order_id] }] });
  });
});
