import { createClient } from './hey-api-made/client';
import * as api from './hey-api-made';
import type { ParcelStatus } from './hey-api-made';
import { CSV, baseUrl, check, say, until } from './happy-path';

const client = createClient({ baseUrl });

const made = await api.createOrder({
  client,
  body: {
    customer_id: 'SHOP-HEY',
    products: [{ name: 'Zapatillas', quantity: 1, unit_price: 15900 }],
    delivery_address: 'Av. José Larco 345, Miraflores',
  },
});
const order = check('createOrder', made.data, made.error);
const created: ParcelStatus = order.status;
check('a created order', created === 'CREATED' || undefined, created);
const path = { order_id: order.order_id };

const patched = await api.patchOrder({ client, path, body: { notes: 'Timbre 302', reference: null } });
check('patchOrder', patched.data, patched.error);
const event = await api.reportEvent({ client, body: { order_id: order.order_id, status: 'PICKED_UP' } });
check('reportEvent', event.data, event.error);
const tracked = await api.getTracking({ client, query: { order_id: order.order_id } });
const status: ParcelStatus | undefined = check('getTracking', tracked.data, tracked.error).status;
check('a parcel that was picked up', status === 'PICKED_UP' || undefined, status);

const file = await api.importOrders({ client, body: CSV, headers: { 'Content-Type': 'text/csv' } });
const { import_id } = check('importOrders', file.data, file.error);
await until('an import that is done', async () => {
  const { data, error } = await api.getImport({ client, path: { import_id } });
  const { status: state } = check('getImport', data, error);
  return state === 'COMPLETED';
});

const planned = await api.planRoutes({ client, body: { order_ids: [order.order_id], driver_id: 'DRV-HEY' } });
const route = check('planRoutes', planned.data, planned.error);
check('a route', 'route_id' in route || undefined, route);
say('@hey-api/openapi-ts');
