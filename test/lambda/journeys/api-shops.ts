import type { Expect } from './journey';

/** A shop registered, changed, suspended and let back; its key made, used and withdrawn; and what is on record of that. */
export async function apiShops(call: Expect): Promise<void> {
  const shop_id = 'SHOP-PERU';
  const path = `/shops/${shop_id}`;
  await call(201, {
    method: 'POST',
    path: '/shops',
    body: { shop_id, name: 'Zapatería Perú' },
    headers: { 'Idempotency-Key': 'shop-1' },
  });
  expect((await call(200, { path: '/shops' })).items).toHaveLength(1);
  const patch = (body: object) => call(200, { method: 'PATCH', path, body });
  await patch({ sender_name: 'Perú' });
  const made = await call(201, { method: 'POST', path: `${path}/keys`, body: { name: 'Tienda web' } });
  const token = String(made.token);
  expect(await call(200, { path, token })).toMatchObject({ shop_id, sender_name: 'Perú' });
  await patch({ state: 'SUSPENDED' });
  await patch({ state: 'ACTIVE' });
  const credential_id = String(made.credential_id);
  // It is trusted for some seconds as it was read: used, and noted so in the table.
  expect((await call(200, { path: `${path}/keys`, token })).items).toMatchObject([
    { credential_id, state: 'ACTIVE', last_used_on: expect.any(String) },
  ]);
  await call(200, { method: 'DELETE', path: `${path}/keys/${credential_id}` });
  const { items } = await call(200, { path: '/changes', query: { object: [`shop:${shop_id}`] } });
  expect(items).toMatchObject(
    ['shop.patched', 'shop.patched', 'shop.patched', 'shop.registered'].map((action) => ({ action })),
  );
}
