import createClient from 'openapi-fetch';
import type { components, paths } from './openapi-typescript-made';
import { CSV, baseUrl, check, say, until } from './happy-path';

type Status = components['schemas']['ParcelStatus'];

const api = createClient<paths>({ baseUrl });

const made = await api.POST('/orders', {
  body: {
    customer_id: 'SHOP-FETCH',
    recipient: { name: 'Rosa Quispe', phone: '999888777' },
    products: [{ name: 'Zapatillas', quantity: 1, unit_price: 15900 }],
    delivery_address: { street: 'Av. José Larco 345', district: 'Miraflores' },
  },
});
const order = check('createOrder', made.data, made.error);
const created: Status = order.status;
check('a created order', created === 'CREATED' || undefined, created);
const path = { order_id: order.order_id };

const patched = await api.PATCH('/orders/{order_id}', {
  params: { path, header: { 'If-Match': made.response.headers.get('etag') ?? '' } },
  body: { notes: 'Timbre 302', delivery_address: { district: null } },
});
check('patchOrder', patched.data, patched.error);
const restored = await api.PATCH('/orders/{order_id}', {
  params: { path },
  body: { delivery_address: { district: 'Miraflores' } },
});
check('patchOrder', restored.data, restored.error);

const event = await api.POST('/tracking', { body: { order_id: order.order_id, status: 'PICKED_UP' } });
check('reportEvent', event.data, event.error);
const tracked = await api.GET('/tracking', { params: { query: { order_id: order.order_id } } });
const status: Status | undefined = check('getTracking', tracked.data, tracked.error).status;
check('a parcel that was picked up', status === 'PICKED_UP' || undefined, status);

const file = await api.POST('/orders/imports', {
  body: CSV,
  bodySerializer: (text) => text,
  headers: { 'Content-Type': 'text/csv' },
});
const { import_id } = check('importOrders', file.data, file.error);
await until('an import that is done', async () => {
  const { data, error } = await api.GET('/orders/imports/{import_id}', { params: { path: { import_id } } });
  return check('getImport', data, error).status === 'COMPLETED';
});

const planned = await api.POST('/routes', { body: { order_ids: [order.order_id], driver_id: 'DRV-FETCH' } });
const route = check('planRoutes', planned.data, planned.error);
check('a route', 'route_id' in route || undefined, route);
say('openapi-typescript with openapi-fetch');
