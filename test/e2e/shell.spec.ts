import { ForbiddenException, ServiceUnavailableException } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { conflict, DinexError, stale } from '../../src/kernel/errors';
import { FAILURES, startShell } from '../support/shell';
import { cpuMillisecondsOf, startLoopClock } from '../support/time';

const JSON_TYPE = 'application/json';
const NO_STORES = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9' };
let app: NestExpressApplication;
/** The same with a deadline so short that only those requests may go there that are to miss it. */
let hasty: NestExpressApplication;

beforeAll(async () => {
  app = await startShell({ ...NO_STORES, CORS_ORIGINS: 'https://shop.example' });
  hasty = await startShell({ ...NO_STORES, REQUEST_DEADLINE_MS: '300' });
});
afterAll(() => Promise.all([app.close(), hasty.close()]));

const http = () => request(app.getHttpServer());
const post = (body: string, type = JSON_TYPE, path = '/things') =>
  http().post(path).set('Content-Type', type).send(body);

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: { readonly pointer: string; readonly detail: string; readonly in?: string }[];
}
const problem = (response: request.Response): Problem => {
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  const body = response.body as Problem & Record<string, unknown>;
  expect(body).toMatchObject({ status: response.status, correlation_id: response.headers['x-correlation-id'] });
  expect(response.text).not.toMatch(/node_modules|\.ts:|\bat /);
  return body;
};
const pointers = (response: request.Response): string[] => problem(response).errors.map(({ pointer }) => pointer);

describe('a body', () => {
  it('is taken as JSON, and answered with Location and ETag', async () => {
    const response = await http()
      .post('/things')
      .send({ title: 'Á', rows: [{ quantity: 1, name: 'n' }] });
    expect(response.status).toBe(201);
    expect(response.headers).toMatchObject({ location: '/things/t1', etag: '"1"' });
    expect(response.body).toMatchObject({ title: 'Á', rows: [{ quantity: 1, name: 'n' }], principal: 'local' });
  });

  it('names every wrong field by its pointer', async () => {
    const response = await http()
      .post('/things')
      .send({ 'a/b~c d': 2, title: 1, rows: [{ quantity: 1.5, extra: 1 }, 7] });
    expect(response.status).toBe(422);
    expect(pointers(response)).toEqual([
      '#/a~1b~0c%20d',
      '#/title',
      '#/rows/0/extra',
      '#/rows/0/quantity',
      '#/rows/0/name',
      '#/rows/1',
    ]);
  });

  it('refuses a list where a list of objects holds one', async () => {
    const response = await http()
      .post('/things')
      .send({ title: 'x', rows: [{ quantity: 1, name: 'n' }, [], [[]]] });
    expect(pointers(response)).toEqual(['#/rows/1', '#/rows/2']);
  });

  it.each(['[]', 'null', '"text"', '7', '[{"title":"x"}]'])('that is %s rather than an object is 422', async (body) => {
    for (const path of ['/things', '/things/open']) {
      const response = await post(body, JSON_TYPE, path);
      expect(response.status).toBe(422);
      expect(pointers(response)).toEqual(['#']);
    }
  });

  it('may be missing where nothing in it is required', async () => {
    expect((await http().post('/things/open')).status).toBe(200);
    expect((await post('', JSON_TYPE, '/things/open')).status).toBe(200);
    expect(pointers(await http().post('/things'))).toEqual(['#/title']);
  });

  it.each([
    ['broken JSON', 400, '{"title":', JSON_TYPE],
    ['two documents', 400, '{}{}', JSON_TYPE],
    ['text', 415, '{}', 'text/plain'],
    ['a form', 415, 'title=x', 'application/x-www-form-urlencoded'],
    ['CSV where JSON is due', 415, 'a,b', 'text/csv'],
    ['Latin 1', 415, '{"title":"x"}', 'application/json; charset=iso-8859-1'],
    ['more than 256 KB', 413, JSON.stringify({ title: 'x'.repeat(262_144) }), JSON_TYPE],
    ['several MB', 413, `"${'x'.repeat(3_000_000)}"`, JSON_TYPE],
  ] as const)('of %s is %i', async (_, status, body, type) => {
    const response = await post(body, type);
    expect(response.status).toBe(status);
    expect(problem(response).detail).not.toMatch(/position|column|Unexpected/);
  });

  it('of bytes that are no UTF-8 is 400', async () => {
    const response = await fetch(`${await app.getUrl()}/things`, {
      method: 'POST',
      headers: { 'Content-Type': JSON_TYPE },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    });
    expect(response.status).toBe(400);
  });

  it('in an explicit UTF-8 is taken, byte order mark and all', async () => {
    expect((await post('\ufeff{"title":"ñ"}', 'application/json; charset="UTF-8"')).body).toMatchObject({ title: 'ñ' });
  });

  it('that is compressed is 415', async () => {
    expect((await post('{}').set('Content-Encoding', 'gzip')).status).toBe(415);
  });

  it.each([
    ['deep', `{"title":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    ['long', `{"rows":[${'{},'.repeat(50_000)}{}]}`],
    ['wide', JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, 1])))],
    ['beyond the numbers', '{"title":1e400}'],
    ['of half characters', '{"title":"\\ud800"}'],
  ])('that is %s is refused at once', async (_, body) => {
    const cpuMs = await cpuMillisecondsOf(async () => {
      const response = await post(body);
      expect(response.status).toBe(422);
      expect(problem(response).errors).toHaveLength(1);
    });
    expect(cpuMs).toBeLessThan(500);
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'that reaches for %s is refused and changes nothing',
    async (name) => {
      const response = await post(`{"title":"x","${name}":{"polluted":true}}`);
      expect(pointers(response)).toEqual([`#/${name}`]);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  );

  it('with a repeated key means its last value', async () => {
    expect((await post('{"title":1,"title":"last"}')).body).toMatchObject({ title: 'last' });
  });
});

describe('a handler that says so', () => {
  it.each([
    ['a file of its type as it is', 'a,b\n{', 'text/csv; charset=utf-8', 201],
    ['no other type', '{}', JSON_TYPE, 415],
    ['no more than its limit', 'x'.repeat(1_001), 'text/csv', 413],
  ] as const)('gets %s', async (_, body, type, status) => {
    const response = await post(body, type, '/things/text');
    expect(response.status).toBe(status);
    if (status === 201) expect(response.body).toEqual({ body, type: 'text/csv' });
  });

  const part = (name: string, text: string, file = ''): string =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  const FILE = '; filename="pedidos de año.csv"\r\nContent-Type: text/csv; charset=windows-1252';

  it('gets the file of a form', async () => {
    const response = await post(
      `${part('file', 'a,b', FILE)}--b--\r\n`,
      'multipart/form-data; boundary=b',
      '/things/text',
    );
    expect(response.body).toEqual({ body: 'a,b', type: 'text/csv', name: 'pedidos de año.csv' });
  });

  it.each([
    ['without a boundary', part('file', 'x', FILE) + '--b--\r\n', 'multipart/form-data', 400],
    ['without an end', part('file', 'x', FILE), 'multipart/form-data; boundary=b', 400],
    ['without a file', '--b--\r\n', 'multipart/form-data; boundary=b', 422],
    [
      'with another field',
      `${part('file', 'x', FILE)}${part('shop', 'S')}--b--\r\n`,
      'multipart/form-data; boundary=b',
      422,
    ],
    [
      'with two files',
      `${part('a', 'x', FILE)}${part('b', 'y', FILE)}--b--\r\n`,
      'multipart/form-data; boundary=b',
      422,
    ],
    ['with nothing chosen', `${part('file', '', '; filename=""')}--b--\r\n`, 'multipart/form-data; boundary=b', 422],
    ['of forty fields', part('', '').repeat(40).slice(0, 900), 'multipart/form-data; boundary=b', 400],
  ])('refuses a form %s', async (_, body, type, status) => {
    const response = await post(body, type, '/things/text');
    expect([response.status, response.headers['content-type']]).toEqual([
      status,
      expect.stringMatching(/^application\/problem/),
    ]);
  });

  it('has the long deadline, past the one of every other', async () => {
    const response = await request(hasty.getHttpServer()).post('/things/patient');
    expect(response.status).toBe(201);
    expect(response.body).toEqual({ done: true });
  });
});

describe('a body that nobody takes', () => {
  it.each([
    ['broken JSON', '{', JSON_TYPE],
    ['another type', 'x', 'text/plain'],
    ['several MB', 'x'.repeat(3_000_000), JSON_TYPE],
  ])('of %s does not hide that the path or the method is wrong', async (_, body, type) => {
    expect(problem(await post(body, type, '/nowhere')).status).toBe(404);
    const response = await http().put('/things').set('Content-Type', type).send(body);
    expect(problem(response).status).toBe(405);
  });
});

describe('an import', () => {
  it.each([
    ['text/csv', 4_000_000, 422],
    ['application/x-ndjson', 4_000_000, 422],
    ['text/csv', 4_300_000, 413],
    [JSON_TYPE, 10, 415],
  ] as const)('of %s and %i bytes is %i', async (type, size, status) => {
    const response = await post('x'.repeat(size), type, '/orders/imports');
    // Past the shell is 422 for the content, or 503 as these tests have no stores.
    expect(response.status === 503 ? 422 : response.status).toBe(status);
  });
});

describe('a query', () => {
  it('is read as numbers where numbers are due', async () => {
    expect((await http().get('/things?limit=5')).body).toEqual({ limit: 5 });
    expect((await http().get('/things')).body).toEqual({ limit: 20 });
  });

  it.each([
    'limit=5&limit=6',
    'limit=',
    'limit=x',
    'limit=0x10',
    'limit=1e1',
    'limit=%205',
    'limit=101',
    'limit[]=5',
    'foo=1',
    'cursor=a&cursor=b',
  ])('of %s is 422', async (query) => {
    const response = await http().get(`/things?${query}`);
    expect(response.status).toBe(422);
    expect(problem(response).errors[0]).toMatchObject({ in: 'query' });
  });
});

describe('a failure', () => {
  const sdkError = (name: string, rest: object = {}) => Object.assign(new Error('x'), { name, $metadata: {}, ...rest });

  it.each<[string, number, unknown, Record<string, unknown>]>([
    ['conflict', 409, conflict('Done.', { current_status: 'DELIVERED', status: 1 }), { current_status: 'DELIVERED' }],
    ['stale', 412, stale(4), { current_etag: '"4"' }],
    ['limited', 429, new DinexError('rate_limited', 'Slower.', { retryAfterSeconds: 7 }), {}],
    ['forbidden', 403, new ForbiddenException('No.'), { type: 'urn:dinex:problem:forbidden', detail: 'No.' }],
    ['nest', 503, new ServiceUnavailableException('secret of the inside'), {}],
    ['bug', 500, new TypeError('ana@example.com has no phone'), {}],
    ['text', 500, 'secret', {}],
    ['throttled', 503, sdkError('ThrottlingException'), {}],
    ['refused', 503, Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), {}],
    ['wrapped', 503, new Error('x', { cause: sdkError('TimeoutError') }), {}],
    ['server', 503, sdkError('Strange', { $fault: 'server' }), {}],
    ['denied', 500, sdkError('AccessDeniedException', { $fault: 'client' }), {}],
    ['item', 413, sdkError('ValidationException', { message: 'Item size has exceeded the maximum allowed size' }), {}],
  ])('of kind %s is %i', async (name, status, error, members) => {
    FAILURES.set(name, error);
    const response = await http().get(`/things/fail/${name}?email=ana@example.com`);
    expect(response.status).toBe(status);
    expect(problem(response)).toMatchObject({ instance: `/things/fail/${name}`, ...members });
    expect(response.text).not.toMatch(/secret|ana@/);
    expect(response.headers['retry-after'] !== undefined).toBe(status === 503 || status === 429);
  });

  it('of the path is 404, of the method 405 with Allow', async () => {
    expect(problem(await http().get('/nowhere?x=1'))).toMatchObject({ status: 404, instance: '/nowhere' });
    const response = await http().delete('/things');
    expect(problem(response).status).toBe(405);
    expect(response.headers.allow).toBe('GET, POST');
  });

  it('of the encoding of the path is 400', async () => {
    expect(problem(await http().get('/things/%E0%A4%A')).status).toBe(400);
  });

  it('to answer in time is 503, also when the handler hangs', async () => {
    const elapsed = startLoopClock();
    const response = await request(hasty.getHttpServer()).get('/things/hang');
    expect(elapsed()).toBeLessThan(900);
    expect(problem(response).status).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
  });
});

describe('headers', () => {
  it('answer 304 to the version that the caller has', async () => {
    for (const tag of ['"3"', 'W/"3"', '"1", "3"', '*'])
      expect((await http().get('/things/t1').set('If-None-Match', tag)).status).toBe(304);
    const fresh = await http().get('/things/t1').set('If-None-Match', '"2"');
    expect([fresh.status, fresh.headers.etag]).toEqual([200, '"3"']);
  });

  it('read If-Match as a version', async () => {
    const asked = async (tag: string) => (await http().post('/things/t1/touch').set('If-Match', tag)).body as object;
    expect(await asked('"3"')).toEqual({ asked: 3 });
    expect(await asked('*')).toEqual({ asked: null });
    expect(await asked('W/"3"')).toEqual({ asked: -1 });
    expect(await asked('3')).toMatchObject({ status: 400, errors: [{ pointer: '#/If-Match', in: 'header' }] });
  });

  it('carry a correlation id in and out', async () => {
    const answered = async (name: string, value: string) =>
      (await http().get('/things').set(name, value)).headers['x-correlation-id'];
    expect(await answered('X-Correlation-Id', 'shop-42')).toBe('shop-42');
    expect(await answered('X-Correlation-Id', 'a b<script>')).toMatch(/^[\da-f-]{36}$/);
    expect(await answered('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')).toBe(
      '0af7651916cd43dd8448eb211c80319c',
    );
  });

  it('say nothing of the server and protect the caller', async () => {
    const { headers } = await http().get('/things').set('Origin', 'https://shop.example');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'access-control-allow-origin': 'https://shop.example',
    });
    const other = await http().get('/things').set('Origin', 'https://thief.example');
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
