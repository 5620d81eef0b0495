import { orderBody } from '../../factories/orders';
import type { Expect } from './journey';

/** Orders, their parcels and imports. */
export async function apiOrders(call: Expect): Promise<void> {
  await orders(call);
  await parcels(call);
  await imports(call);
}

async function orders(call: Expect): Promise<void> {
  const post = { method: 'POST', path: '/orders', body: orderBody(), headers: { 'Idempotency-Key': 'order-1' } };
  const { order_id } = await call(201, post);
  expect(await call(201, post)).toMatchObject({ order_id });
  for (const query of [{}, { customer_id: ['SHOP-1'] }, { status: ['CREATED'] }])
    expect((await call(200, { path: '/orders', query })).items).toHaveLength(1);
  const created = await call(200, { path: '/orders', query: { customer_id: ['SHOP-1'], reference: ['NONE'] } });
  expect(created.items).toEqual([]);
  await call(200, { path: '/orders', query: { customer_id: ['SHOP-1'], delivered: ['2026-11-27'] } });
  const since = { customer_id: ['SHOP-1'], updated_since: ['2026-11-27T00:00:00.000Z'] };
  await call(200, { path: '/orders', query: since });
  await call(200, { path: '/orders', query: { day: ['2026-11-27'], awaiting: ['route'] } });
  const path = `/orders/${String(order_id)}`;
  await call(200, { path });
  const link = await call(200, { method: 'POST', path: `${path}/link`, headers: { 'Idempotency-Key': 'link-1' } });
  const page = /\/t\/[\w-]{22}$/.exec(String(link.url))?.[0] ?? '';
  expect(await call(200, { path: page, headers: { Accept: 'application/json' } })).toMatchObject({ status: 'CREATED' });
  await call(303, { path: `${page}/unsubscribe` });
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  await call(303, { method: 'POST', path: `${page}/note`, body: 'note=Tocar+la+puerta', headers: form });
  await call(200, { method: 'PATCH', path, body: { notes: 'Dejar en recepción' } });
  await call(409, { method: 'POST', path: '/tracking', body: { order_id, status: 'RETURNED' } });
  await call(200, { method: 'POST', path: `${path}/attempts`, body: {} });
  await call(201, { method: 'POST', path: '/tracking', body: { order_id, status: 'EXCEPTION' } });
  const cancel = { method: 'POST', path: `${path}/cancel`, body: {}, headers: { 'Idempotency-Key': 'cancel-1' } };
  expect(await call(200, cancel)).toMatchObject({ status: 'CANCELLED' });
  await call(200, cancel);
}

async function parcels(call: Expect): Promise<void> {
  const tracking_id = 'TRK001';
  const headers = { 'Idempotency-Key': 'scan-1' };
  await call(201, { method: 'POST', path: '/tracking', body: { tracking_id, status: 'IN_TRANSIT' }, headers });
  await call(200, { method: 'PUT', path: '/tracking', body: { tracking_id, status: 'DELIVERED' } });
  expect(await call(200, { path: '/tracking', query: { tracking_id: [tracking_id] } })).toMatchObject({
    status: 'DELIVERED',
  });
  await call(200, { path: '/tracking/statuses' });
}

async function imports(call: Expect): Promise<void> {
  const body = JSON.stringify(orderBody({ reference: 'R1' }));
  const headers = { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': 'import-1' };
  const post = { method: 'POST', path: '/orders/imports', body, headers };
  const { import_id } = await call(202, post);
  expect(await call(202, post)).toMatchObject({ import_id });
  await call(200, { path: `/orders/imports/${String(import_id)}` });
  expect((await call(200, { path: `/orders/imports/${String(import_id)}/rows` })).items).toHaveLength(1);
  expect((await call(200, { path: '/orders/imports' })).items).toHaveLength(1);
  // Wrong rows are kept beside the others.
  const broken = await call(202, { ...post, body: '{', headers: { 'Content-Type': 'application/x-ndjson' } });
  expect(await call(200, { path: `/orders/imports/${String(broken.import_id)}` })).toMatchObject({ failed: 1 });
}
