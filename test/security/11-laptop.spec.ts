import { get, IncomingMessage, request } from 'node:http';
import { loadConfig, refuseOpenDoors } from '../../src/config/config';
import { LocalServer, startLocalServer } from '../../src/local/local-server';

// API8; ASVS 13.4: a laptop that everyone on it is the operator of, and nobody else.
const refusal = (environment: Record<string, string>): string => {
  try {
    refuseOpenDoors(loadConfig(environment), environment);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('11. without access control', () => {
  it.each(['dev', 'staging', 'prod', 'test'])('nothing serves the stage %s', (STAGE) => {
    expect(refusal({ STAGE })).toMatch(/STAGE=local/);
    expect(refusal({ STAGE, AUTH_MODE: 'jwt' })).toBe('');
  });

  it.each(['0.0.0.0', '192.168.1.7', '127.evil.example', '127.0.0.1.evil.example', '::', 'example.com'])(
    'nothing listens on %s',
    (HOST) => {
      expect(refusal({ HOST })).toMatch(/loopback/);
    },
  );

  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('%s is this machine', (HOST) => {
    expect(refusal({ HOST })).toBe('');
  });

  it('npm start refuses with one line, before it opens anything', async () => {
    await expect(startLocalServer({ STAGE: 'prod', PORT: '0' }, null)).rejects.toThrow(/Wrong configuration/);
  });
});

describe('10. what npm start opens', () => {
  let server: LocalServer;
  beforeAll(async () => {
    server = await startLocalServer({ PORT: '0', LOG_LEVEL: 'SILENT', METRICS: 'off' }, null);
  });
  afterAll(async () => {
    await server.stop();
  });
  const targets = (): Record<string, string> => ({
    api: `${server.url}/orders`,
    metrics: `${server.url}/metrics`,
    mailbox: `${server.platform.mailboxUrl}/store`,
    queues: server.platform.environment.AWS_ENDPOINT_URL_SQS ?? '',
  });
  const ask = (url: string, method: string, headers: Record<string, string>): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      (method === 'GET' ? get : request)(url, { method, headers, agent: false }, (answer) => {
        resolve(answer.resume());
      })
        .on('error', reject)
        .end();
    });

  it.each(['api', 'metrics', 'mailbox', 'queues'])('answers no page of another origin: %s', async (target) => {
    const url = targets()[target] ?? '';
    const { port, host } = new URL(url);
    for (const [method, headers] of [
      ['GET', { host: `evil.example:${port}` }],
      ['GET', { host: `127.evil.example:${port}` }],
      ['GET', { host, origin: 'http://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
      ['GET', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
      ['POST', { host, origin: 'http://evil.example' }],
      ['POST', { host, origin: 'null' }],
      ['OPTIONS', { host, origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }],
    ] as const) {
      const answer = await ask(url, method, headers);
      expect([method, headers, answer.statusCode]).toEqual([
        method,
        headers,
        target === 'metrics' ? answer.statusCode : 403,
      ]);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('has its table store where no page can guess it', () => {
    const { hostname } = new URL(server.platform.environment.AWS_ENDPOINT_URL_DYNAMODB ?? '');
    expect(hostname).toMatch(/^127\.(?!0\.0\.1$)/);
  });
});
