import { orderBody } from '../factories/orders';
import { Operation, operations, Parameter } from '../fuzz/document';
import { useApp } from '../support/app';

const t = useApp();
beforeEach(() => {
  t.clear();
});

/** What the page fills in for a parameter: what its field shows before anybody types. */
const filledIn = ({ example, schema }: Parameter): string | undefined => {
  const value = example ?? schema.example ?? schema.default;
  if (value === undefined) return undefined;
  // A text as it is; numbers and flags as JSON writes them.
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const post = async (path: string, body: object): Promise<Record<string, string>> => {
  const response = await t.api.post(path).send(body);
  expect([path, response.status, response.status < 300 ? '' : response.text]).toEqual([path, response.status, '']);
  // Each of the bodies that are read here is an object.
  return response.body as Record<string, string>;
};

const order = async (): Promise<string> => (await post('/orders', orderBody())).order_id ?? '';
const route = async (): Promise<string> =>
  (await post('/routes', { order_ids: [await order()], driver_id: 'DRV001' })).route_id ?? '';
const shop = (): Promise<object> => post('/shops', { shop_id: 'SHOP-LIMA-01', name: 'Zapatería Lima S.A.C.' });
const driver = (): Promise<object> => post('/drivers', { driver_id: 'DRV001', name: 'Luis Huamán Rojas' });
const depot = (): Promise<object> =>
  post('/depots', { depot_id: 'DEPOT-LIMA', name: 'Almacén Lima', lat: -12.0464, lon: -77.0428 });
const key = async (): Promise<string> => {
  await shop();
  return (await post('/shops/SHOP-LIMA-01/keys', { name: 'Tienda web' })).credential_id ?? '';
};
const fleet = async (): Promise<string> =>
  (await post('/routes', { order_ids: [await order()], drivers: [{ driver_id: 'DRV001' }] })).plan_id ?? '';
const imported = async (): Promise<string> => {
  const response = await t.api
    .post('/orders/imports')
    .type('application/x-ndjson')
    .send(JSON.stringify({ ...orderBody(), reference: 'PEDIDO-1001' }));
  return (response.body as { import_id: string }).import_id;
};

const link = async (): Promise<string> =>
  (await post(`/orders/${await order()}/link`, {})).url?.split('/').at(-1) ?? '';

/** An id that only the API knows is what a reader pastes into the page. */
const IDS: Readonly<Record<string, () => Promise<string>>> = {
  order_id: order,
  route_id: route,
  plan_id: fleet,
  import_id: imported,
  credential_id: key,
  token: link,
  wish: () => Promise.resolve('note'),
};

const SOME_ORDER = '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e';

/** What there must be before the example of an operation means anything. */
const BEFORE: Readonly<Record<string, (ids: Readonly<Record<string, string>>) => Promise<unknown>>> = {
  getShop: shop,
  patchShop: shop,
  issueShopKey: shop,
  listShopKeys: shop,
  getDriver: driver,
  patchDriver: driver,
  removeDriver: driver,
  getDepot: depot,
  patchDepot: depot,
  removeDepot: depot,
  getTracking: () => post('/tracking', { tracking_id: 'TRK001', location: 'Lima', status: 'IN_TRANSIT' }),
  removeOrder: ({ route_id = '', order_id }) => post(`/routes/${route_id}/orders`, { order_ids: [order_id] }),
  completeRoute: ({ route_id: id = '' }) => post(`/routes/${id}/start`, {}),
  reoptimizeRoute: ({ route_id: id = '' }) => post(`/routes/${id}/start`, {}),
};

const named = (operation: Operation, place: Parameter['in']): readonly Parameter[] =>
  operation.parameters.filter((parameter) => parameter.in === place);

async function pathOf(operation: Operation, ids: Record<string, string>): Promise<string> {
  let path = operation.path;
  for (const parameter of named(operation, 'path')) {
    const value = filledIn(parameter) ?? (ids[parameter.name] = (await IDS[parameter.name]?.()) ?? 'unknown');
    path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
  }
  return path;
}

async function execute(operation: Operation, type: string | undefined): Promise<{ status: number; text: string }> {
  const ids: Record<string, string> = {};
  const path = await pathOf(operation, ids);
  await BEFORE[operation.operationId]?.(ids);
  const query = new URLSearchParams();
  for (const parameter of named(operation, 'query')) {
    const value = filledIn(parameter);
    if (value !== undefined) query.set(parameter.name, value);
  }
  const example = type === undefined ? undefined : operation.requestBody?.content[type]?.example;
  const text = typeof example === 'string' ? example : JSON.stringify(example ?? {});
  // So it is with the ids of orders in a body.
  const body = text.includes(SOME_ORDER) ? text.replaceAll(SOME_ORDER, await order()) : text;
  const response = await fetch(`${t.url}${path}?${query.toString()}`, {
    method: operation.method,
    ...(type === undefined ? {} : { headers: { 'Content-Type': type }, body }),
  });
  return { status: response.status, text: await response.text() };
}

const bodies = operations.flatMap((operation): (readonly [Operation, string | undefined])[] => {
  // A form has a file in it, which a page's reader chooses.
  const types = Object.keys(operation.requestBody?.content ?? {}).filter((type) => type !== 'multipart/form-data');
  return types.length === 0 ? [[operation, undefined]] : types.map((type) => [operation, type]);
});

it.each(bodies.map(([operation, type]) => [operation.operationId, type ?? 'no body', operation, type] as const))(
  'works as the document shows it: %s with %s',
  async (_id, _body, operation, type) => {
    if (type !== undefined) expect(operation.requestBody?.content[type]?.example).toBeDefined();
    const { status, text } = await execute(operation, type);
    expect([status, status < 300 ? '' : text]).toEqual([status, '']);
  },
);

it('fills in no optional header', () => {
  const headers = operations.flatMap((operation) => named(operation, 'header'));
  expect(headers.length).toBeGreaterThan(5);
  expect(headers.filter((header) => filledIn(header) !== undefined)).toEqual([]);
});

it('shows JSON lines as lines, each of them an order', () => {
  const [example] = operations.flatMap(({ requestBody }) => requestBody?.content['application/x-ndjson'] ?? []);
  const lines = String(example?.example).trimEnd().split('\n');
  expect(lines.map((line) => typeof JSON.parse(line))).toEqual(lines.map(() => 'object'));
});
