import type { APIGatewayProxyEvent } from 'aws-lambda';
import { orderBody } from '../factories/orders';
import { Call, gatewayEvent } from '../factories/gateway-event';
import { Answer, ApiHandler, callApi, send as sendTo } from '../support/api-bundle';
import { loadBundle } from '../support/bundle';
import { usePlatform } from '../support/platform';

const platform = usePlatform();
let handler: ApiHandler;

beforeAll(() => {
  handler = loadBundle('api', platform.environment) as ApiHandler;
});

const send = (event: APIGatewayProxyEvent): Promise<Answer> => sendTo(handler, event);
const call = (request: Call): Promise<Answer> => callApi(handler, request);

describe('the API bundle', () => {
  it('takes the calls of the specification of tracking word for word', async () => {
    const body = { tracking_id: 'TRK001', location: 'Lima', status: 'IN_TRANSIT' };
    expect((await call({ method: 'POST', path: '/tracking', body })).status).toBe(201);
    const read = await call({ path: '/tracking', query: { tracking_id: ['TRK001'] } });
    expect(read.status).toBe(200);
    expect(read.body).toMatchObject({ tracking_id: 'TRK001', status: 'IN_TRANSIT' });
  });

  it('serves its document to whoever has the address, for the stage under which it is read', async () => {
    const answer = await call({ path: '/openapi.json', token: null });
    expect(answer.status).toBe(200);
    expect(answer.header('content-type')).toMatch(/^application\/json/);
    expect(answer.body).toMatchObject({ openapi: '3.0.3', servers: [{ url: '/dev' }] });
    expect((await call({ method: 'POST', path: '/openapi.json', body: {} })).status).toBe(404);
  });

  it('validates, which bundling from source would switch off', async () => {
    const body = { tracking_id: 'TRK001', status: 'FLYING', x: 1 };
    const answer = await call({ method: 'POST', path: '/tracking', body });
    expect(answer.status).toBe(422);
    expect(answer.header('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ correlation_id: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef' });
  });

  it('validates a patch at every depth, whose class derives from the order itself', async () => {
    const made = await call({ method: 'POST', path: '/orders', body: orderBody() });
    const path = `/orders/${String(made.body.order_id)}`;
    const patch = (body: object) => call({ method: 'PATCH', path, body });
    const wrong = {
      customer_id: 'SHOP-2',
      recipient: { name: null, phone: 7, locale: 'fr', nickname: 'Ro' },
      products: [{ name: 'Libro', quantity: 0.5, unit_price: 100 }],
      delivery_address: { street: '', lat: 'north' },
      time_window_start: 'soon',
      metadata: { channel: 1 },
    };
    const refused = await patch(wrong);
    expect(refused.status).toBe(422);
    expect((refused.body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
      '#/customer_id',
      '#/delivery_address/lat',
      '#/delivery_address/street',
      '#/metadata',
      '#/products/0/quantity',
      '#/recipient/locale',
      '#/recipient/name',
      '#/recipient/nickname',
      '#/recipient/phone',
      '#/time_window_start',
    ]);
    const changed = await patch({
      recipient: { phone: null, name: 'Ana' },
      notes: 'timbre',
      metadata: { channel: null },
    });
    expect(changed.status).toBe(200);
    expect(changed.body.recipient).toEqual({ name: 'Ana', email: 'rosa@example.pe', locale: 'es-PE' });
    expect(changed.body.notes).toBe('timbre');
  });

  it('validates bodies of a class that picks from another', async () => {
    const made = await call({ method: 'POST', path: '/orders', body: orderBody() });
    const path = `/orders/${String(made.body.order_id)}/cancel`;
    const refused = await call({ method: 'POST', path, body: { reason_code: 'BORED', status: 'DELIVERED' } });
    expect(refused.status).toBe(422);
    expect((refused.body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
      '#/reason_code',
      '#/status',
    ]);
  });

  it('reads a body in base64', async () => {
    const body = { tracking_id: 'TRK-002', location: 'Breña', status: 'IN_TRANSIT' };
    expect((await call({ method: 'POST', path: '/tracking', body, base64: true })).status).toBe(201);
  });

  it('puts the stage before the path of Location', async () => {
    const made = await call({ method: 'POST', path: '/orders', body: orderBody() });
    expect(made.status).toBe(201);
    expect(made.header('location')).toBe(`/dev/orders/${String(made.body.order_id)}`);
  });

  it('finds its paths behind a stage prefix and without a proxy parameter', async () => {
    const event = { ...gatewayEvent({ path: '/dev/tracking/statuses' }), pathParameters: null };
    expect((await send(event)).status).toBe(200);
  });

  it('takes the principal from the gateway key alone', async () => {
    expect((await call({ path: '/orders', token: null, headers: { 'x-api-key': 'guess' } })).status).toBe(401);
    expect((await call({ path: '/orders' })).status).toBe(200);
  });

  it('refuses repeated query parameters, broken JSON and other types as the local server does', async () => {
    const post = { method: 'POST', path: '/orders' };
    expect((await call({ path: '/orders', query: { limit: ['1', '2'] } })).status).toBe(422);
    expect((await call({ ...post, body: '{' })).status).toBe(400);
    expect((await call({ ...post, body: 'x', headers: { 'Content-Type': 'text/plain' } })).status).toBe(415);
    expect((await call({ ...post, body: `"${'x'.repeat(300_000)}"` })).status).toBe(413);
  });

  it('gives a handler what its decorators say: text for an import, and the long deadline', async () => {
    const file = 'reference,customer_id\nR1,SHOP-1\n';
    const timers = jest.spyOn(global, 'setTimeout');
    const longest = (): number => Math.max(...timers.mock.calls.map(([, milliseconds]) => milliseconds ?? 0));
    await call({ method: 'POST', path: '/orders', body: {} });
    expect(longest()).toBeLessThan(5_000);
    const headers = { 'Content-Type': 'text/csv' };
    const accepted = await call({ method: 'POST', path: '/orders/imports', body: file, base64: true, headers });
    expect(accepted.status).toBe(202);
    expect(longest()).toBeGreaterThan(20_000);
    timers.mockClear();
    expect((await call({ method: 'POST', path: '/routes', body: {} })).status).toBe(422);
    expect(longest()).toBeGreaterThan(20_000);
    timers.mockRestore();
  });

  it('takes files as API Gateway hands on the types that it takes for binary, and forms', async () => {
    const csv = Buffer.from(
      'tienda;pedido;destinatario;producto;cantidad;precio;direccion;distrito\r\nSHOP-1;B1;José Ñañez;Polo;1;S/ 1,50;Av. L;Lince\r\n',
      'latin1',
    );
    const form = Buffer.concat([
      Buffer.from(
        '--b\r\nContent-Disposition: form-data; name="file"; filename="p.csv"\r\nContent-Type: text/csv\r\n\r\n',
      ),
      csv,
      Buffer.from('\r\n--b--\r\n'),
    ]);
    for (const [type, body] of [
      ['text/csv', csv],
      ['application/vnd.ms-excel', csv],
      ['multipart/form-data; boundary=b', form],
    ] as const) {
      const post = { method: 'POST', path: '/orders/imports', body, base64: true, headers: { 'Content-Type': type } };
      const accepted = await call(post);
      expect({ type, ...accepted }).toMatchObject({ status: 202, body: { rows: 1, failed: 0, pending: 1 } });
    }
  });

  it('tells of its stores', async () => {
    expect((await call({ path: '/health' })).body).toMatchObject({ status: 'ok', dependencies: { queue: 'ok' } });
  });

  it('keeps no deadline running for a request that was answered at once', async () => {
    const started = jest.spyOn(global, 'setTimeout');
    const cleared = jest.spyOn(global, 'clearTimeout');
    await call({ path: '/nowhere' });
    await new Promise(setImmediate);
    const deadlines = started.mock.results.map(({ value }) => value as NodeJS.Timeout);
    const ended = new Set(cleared.mock.calls.map(([timer]) => timer));
    expect(deadlines.length).toBeGreaterThan(0);
    expect(deadlines.filter((timer) => !ended.has(timer))).toEqual([]);
    jest.restoreAllMocks();
  });

  it('serves no documentation page, whose assets a bundle lacks', async () => {
    expect((await call({ path: '/docs' })).status).toBe(404);
  });
});
