import { orderBody } from '../../factories/orders';
import type { Expect } from './journey';

/** A depot and a driver registered, listed, read, changed, planned with and taken off again. */
export async function apiFleet(call: Expect): Promise<void> {
  const depot_id = 'DEPOT-PERU';
  const driver_id = 'DRV-PERU';
  const add = (path: string, body: object) =>
    call(201, { method: 'POST', path, body, headers: { 'Idempotency-Key': `fleet-${path}` } });
  await add('/depots', { depot_id, name: 'Almacén Perú', lat: -12.05, lon: -77.03 });
  await add('/drivers', { driver_id, name: 'Rosa Díaz', home_depot_id: depot_id });
  for (const [kind, id] of [
    ['depots', depot_id],
    ['drivers', driver_id],
  ]) {
    expect((await call(200, { path: `/${kind}` })).items).toHaveLength(1);
    expect(await call(200, { path: `/${kind}/${id}` })).toMatchObject({ version: 1 });
    await call(200, { method: 'PATCH', path: `/${kind}/${id}`, body: { name: 'Otro' } });
  }
  const { order_id } = await call(201, { method: 'POST', path: '/orders', body: orderBody() });
  const plan = { order_ids: [order_id], driver_ids: [driver_id], max_iterations: 10 };
  expect((await call(200, { method: 'POST', path: '/routes', body: plan })).routes).toMatchObject([
    { driver_id, depot: { lat: -12.05 } },
  ]);
  await call(409, { method: 'DELETE', path: `/depots/${depot_id}` });
  await call(204, { method: 'DELETE', path: `/drivers/${driver_id}` });
  await call(204, { method: 'DELETE', path: `/depots/${depot_id}` });
}
