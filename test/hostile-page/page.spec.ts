import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import canonicalize from 'canonicalize';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { platformClient } from '../../src/local/embedded-client';
import { LocalServer, startLocalServer } from '../../src/local/local-server';
import { portOf } from '../../src/local/ports';
import { orderBody } from '../factories/orders';
import { Attempt, HostilePage } from './attack';

// API8; ASVS 3.4 and 3.5: what a web page of another origin can do to `npm start`, in a headless Chromium.
const ORDER = JSON.stringify(orderBody({ reference: 'EVIL' }));
let page: HostilePage;
jest.setTimeout(300_000);

beforeAll(async () => {
  page = await HostilePage.open();
});

const log = (line: string): void => void process.stdout.write(`${line}\n`);
const told = (attempts: readonly Attempt[]): readonly Attempt[] => {
  for (const { way, url, read } of attempts) log(`${read === '' ? 'nothing' : 'READ   '}  ${way.padEnd(20)} ${url}`);
  return attempts;
};

describe('a page of another origin', () => {
  it('reads and changes a server without a guard: what it does not get elsewhere is kept from it', async () => {
    let changed = 0;
    const server = createServer((request, response) => {
      if (request.method === 'POST') changed++;
      response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
      response.setHeader('content-type', 'text/javascript').end('"secret"');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${portOf(server)}/orders`;
    const read = told(await page.read(url)).filter((attempt) => attempt.read !== '');
    const ways = ['fetch', 'fetch with headers', 'XMLHttpRequest', 'script', 'rebinding'];
    expect(read.map(({ way }) => way)).toEqual(expect.arrayContaining(ways));
    await page.send(url, 'application/json', ORDER);
    server.close();
    server.closeAllConnections();
    expect(changed).toBe(4);
  });
});

describe('10. a page of another origin, of what npm start opens,', () => {
  let server: LocalServer;
  let queues: string;
  let tables: URL;
  let mailbox: string;
  let before: string;

  beforeAll(async () => {
    server = await startLocalServer({ PORT: '0', LOG_LEVEL: 'SILENT', METRICS: 'off' }, null);
    const { environment, mailboxUrl } = server.platform;
    mailbox = mailboxUrl;
    queues = environment.AWS_ENDPOINT_URL_SQS ?? '';
    tables = new URL(environment.AWS_ENDPOINT_URL_DYNAMODB ?? '');
    const made = await fetch(`${server.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(orderBody()),
    });
    expect(made.status).toBe(201);
    before = await state();
    expect(before).toContain('"items":[{');
    expect(before).toContain('/dinex-local-orders');
  });
  afterAll(async () => {
    // First: a browser keeps connections open on which it never asked.
    await page.close();
    await server.stop();
  });

  /** What the page must not change: orders, mails, queues. Letters of the order that is there may come meanwhile. */
  async function state(): Promise<string> {
    const [orders = '', mails = ''] = await Promise.all(
      [`${server.url}/orders`, `${mailbox}/store`].map(async (url) => (await fetch(url)).text()),
    );
    const client = new SQSClient(platformClient('us-east-1', queues));
    const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
    client.destroy();
    return [canonicalize(JSON.parse(orders)), `evil mail: ${String(mails.includes('EVIL'))}`, ...QueueUrls].join('\n');
  }

  it.each(['/orders', '/tracking/statuses', '/changes?object=order:x', '/metrics', '/docs', '/health'])(
    'reads nothing of the API’s %s',
    async (path) => {
      expect(told(await page.read(server.url + path)).filter(({ read }) => read !== '')).toEqual([]);
    },
  );

  it.each(['/store', '/', '/health-check'])('reads nothing of the mailbox’s %s', async (path) => {
    expect(told(await page.read(mailbox + path)).filter(({ read }) => read !== '')).toEqual([]);
  });

  it('reads nothing of the queues', async () => {
    expect(told(await page.read(`${queues}/?Action=ListQueues`)).filter(({ read }) => read !== '')).toEqual([]);
  });

  it('does not find the table store, whose address is the secret', async () => {
    expect(tables.hostname).toMatch(/^127\.(?!0\.0\.1$)/);
    expect(told(await page.read(`http://127.0.0.1:${tables.port}/`)).filter(({ read }) => read !== '')).toEqual([]);
  });

  it('changes nothing by fetch, beacon or form', async () => {
    const mail = {
      FromEmailAddress: 'a@b.pe',
      Destination: { ToAddresses: ['c@d.pe'] },
      Content: { Simple: { Subject: { Data: 'EVIL' }, Body: { Text: { Data: 'EVIL' } } } },
    };
    const sent = [
      ...(await page.send(`${server.url}/orders`, 'application/json', ORDER)),
      ...(await page.send(`${mailbox}/v2/email/outbound-emails`, 'application/json', JSON.stringify(mail))),
      ...(await page.send(`${mailbox}/clear-store`, 'application/json', '{}')),
      ...(await page.send(queues, 'application/x-www-form-urlencoded', 'Action=CreateQueue&QueueName=evil')),
      ...(await page.send(`http://127.0.0.1:${tables.port}/`, 'application/x-amz-json-1.0', '{}')),
    ];
    expect(told(sent).filter(({ read }) => read !== '')).toEqual([]);
    expect(await state()).toBe(before);
  });
});
