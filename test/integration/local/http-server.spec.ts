import { connect } from 'node:net';
import { HttpServer, serve } from '../../../src/local/http-server';

let server: HttpServer;
beforeAll(async () => {
  server = await serve((_, response) => response.end('read'), 0, '127.0.0.1');
});
afterAll(() => server.stop());

/** Sends bytes that no HTTP client would, and returns what comes back. */
const answerTo = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.end(bytes));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('close', () => {
      resolve(text);
    });
    socket.on('error', reject);
  });

it.each([
  ['headers that are too large', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['what is no HTTP', 'hello\r\n\r\n', 400],
])('refuses %s with a problem document', async (_, bytes, status) => {
  const [head = '', body = ''] = (await answerTo(bytes)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*Content-Type: application/problem\\+json`, 's'));
  expect(Buffer.byteLength(body)).toBe(Number(/Content-Length: (\d+)/.exec(head)?.[1]));
  expect(JSON.parse(body)).toMatchObject({
    status,
    instance: '/',
    type: expect.stringContaining('urn:dinex') as string,
  });
});
