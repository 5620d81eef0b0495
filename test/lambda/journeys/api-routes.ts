import { orderBody } from '../../factories/orders';
import type { Guard } from '../../support/iam/guard';
import { CLAIM, hold } from '../../support/faults';
import type { Expect } from './journey';

/** Routes of one driver and of fleets, planned at once and queued, and an assignment that another request overtakes. */
export async function apiRoutes(call: Expect, guard: Guard): Promise<void> {
  await oneDriver(call);
  await fleets(call);
  await overtaken(call, guard);
}

async function newOrders(call: Expect, count: number): Promise<unknown[]> {
  const ids: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const delivery_address = { street: 'Calle 1', lat: -12.05 - i / 100, lon: -77.03 };
    ids.push((await call(201, { method: 'POST', path: '/orders', body: orderBody({ delivery_address }) })).order_id);
  }
  return ids;
}

const planning = (body: object, key: string) => ({
  method: 'POST',
  path: '/routes',
  body: { max_iterations: 10, ...body },
  headers: { 'Idempotency-Key': key },
});

async function oneDriver(call: Expect): Promise<void> {
  const order_ids = await newOrders(call, 3);
  const [order_id] = order_ids;
  const request = planning({ order_ids, driver_id: 'DRV001' }, 'route-1');
  const { route_id } = await call(200, request);
  expect(await call(200, request)).toMatchObject({ route_id });
  expect((await call(200, { path: '/routes', query: { driver_id: ['DRV001'] } })).items).toHaveLength(1);
  await call(200, { path: '/routes', query: { day: ['2026-11-27'] } });
  await call(200, { path: '/days/2026-11-27' });
  await call(200, { path: '/drivers/DRV001/day' });
  const path = `/routes/${String(route_id)}`;
  const post = (status: number, what: string) => call(status, { method: 'POST', path: `${path}/${what}`, body: {} });
  await post(200, 'start');
  const [added] = await newOrders(call, 1);
  await call(200, { method: 'POST', path: `${path}/orders`, body: { order_ids: [added] } });
  const { tracking_id } = await call(200, { path: `/orders/${String(added)}` });
  const scans = { status: 'OUT_FOR_DELIVERY', tracking_ids: [tracking_id] };
  expect((await call(200, { method: 'POST', path: `${path}/scans`, body: scans })).items).toHaveLength(1);
  await call(200, { method: 'DELETE', path: `${path}/orders/${String(added)}` });
  for (const status of ['IN_TRANSIT', 'DELIVERED'])
    await call(201, { method: 'POST', path: '/tracking', body: { order_id, status } });
  expect(await post(200, 'reoptimize')).toMatchObject({ status: 'STARTED' });
  await call(200, { method: 'POST', path: `${path}/transfer`, body: { driver_id: 'DRV002' } });
  expect(await post(200, 'complete')).toMatchObject({ status: 'COMPLETED' });
  await call(200, { path });
}

async function fleets(call: Expect): Promise<void> {
  const drivers = [{ driver_id: 'A' }, { driver_id: 'B' }];
  const order_ids = await newOrders(call, 2);
  const { plan_id, routes } = await call(200, planning({ order_ids, drivers }, 'fleet-1'));
  expect(await call(200, { path: `/routes/plans/${String(plan_id)}` })).toMatchObject({ status: 'DONE' });
  for (const { route_id } of routes as { route_id: string }[])
    await call(200, { method: 'POST', path: `/routes/${route_id}/cancel`, body: {} });
  const later = await call(202, planning({ order_ids, drivers, time_limit_ms: 501 }, 'fleet-2'));
  expect(await call(200, { path: `/routes/plans/${String(later.plan_id)}` })).toMatchObject({ status: 'QUEUED' });
}

/** The one that comes too late gives its claims and its key back. */
async function overtaken(call: Expect, { stores }: Guard): Promise<void> {
  const order_ids = await newOrders(call, 2);
  const begun = Promise.withResolvers<undefined>();
  const other = Promise.withResolvers<undefined>();
  stores.tables.next(
    ({ operation, body }) => {
      const claims = operation === 'TransactWriteItems' && body.includes(CLAIM);
      if (claims) begun.resolve(undefined);
      return claims;
    },
    hold('request', other.promise),
  );
  const slow = call(409, planning({ order_ids, driver_id: 'SLOW' }, 'slow'));
  await begun.promise;
  await call(200, planning({ order_ids, driver_id: 'FAST' }, 'fast'));
  other.resolve(undefined);
  await slow;
}
