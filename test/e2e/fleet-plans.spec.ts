import { PlansRepository } from '../../src/routes/plans/plans.repository';
import { orderBody } from '../factories/orders';
import { eventually } from '../support/eventually';
import { useSystem } from '../support/system';

interface Driven {
  readonly estimated_distance_km: number;
}

const t = useSystem();

it('makes a queued fleet plan by way of the stream, the relay and the queue', async () => {
  const order_ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    const delivery_address = { street: 'Calle 1', lat: -12.05 - i / 100, lon: -77.03 };
    const { body } = await t.api.post('/orders').send(orderBody({ delivery_address })).expect(201);
    order_ids.push((body as { order_id: string }).order_id);
  }
  const { headers } = await t.api
    .post('/routes')
    .set('X-Correlation-Id', 'monday-fleet')
    .send({ order_ids, drivers: [{ driver_id: 'A' }, { driver_id: 'B' }], time_limit_ms: 501, max_iterations: 10 })
    .expect(202);
  await eventually(async () => {
    const { body } = await t.api.get(headers.location ?? '').expect(200);
    expect(body).toMatchObject({ status: 'DONE', unassigned: [] });
    const { routes, estimated_distance_km } = body as { routes: Driven[] } & Driven;
    expect(estimated_distance_km).toBeGreaterThan(0);
    expect(routes.reduce((sum, route) => sum + route.estimated_distance_km, 0)).toBeCloseTo(estimated_distance_km);
  });
  const { body } = await t.api.get(`/orders/${order_ids[0] ?? ''}`).expect(200);
  expect(body).toHaveProperty('route_id');
  const planId = headers.location?.split('/').at(-1) ?? '';
  expect(await t.worker.get(PlansRepository).get(planId)).toMatchObject({ correlation_id: 'monday-fleet' });
});
