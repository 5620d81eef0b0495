import type { NestExpressApplication } from '@nestjs/platform-express';
import { Agent, get } from 'node:http';
import request from 'supertest';
import { holdSlow, startShell } from '../support/shell';
import { startLoopClock, withStoppedClock } from '../support/time';

const usingShell = async (
  environment: Record<string, string>,
  use: (app: NestExpressApplication) => Promise<void>,
): Promise<void> => {
  const app = await startShell(environment);
  try {
    await use(app);
  } finally {
    await app.close();
  }
};

describe('the rate limit', () => {
  it('counts down in headers, then answers 429 with Retry-After, then lets the caller in again', async () => {
    await usingShell({ RATE_LIMIT_PER_SECOND: '2' }, (app) =>
      withStoppedClock(async (advance) => {
        const ask = () => request(app.getHttpServer()).get('/things');
        const first = await ask();
        expect(first.headers).toMatchObject({
          'ratelimit-policy': '"default";q=2;w=1',
          ratelimit: '"default";r=1;t=1',
        });
        await ask();
        advance(999);
        const third = await ask();
        expect(third.status).toBe(429);
        expect(third.headers).toMatchObject({ 'retry-after': '1', ratelimit: '"default";r=0;t=1' });
        expect(third.body).toMatchObject({ type: 'urn:dinex:problem:rate-limited', status: 429 });
        advance(1);
        expect((await ask()).status).toBe(200);
      }),
    );
  });

  it('is off at 0', async () => {
    await usingShell({}, async (app) => {
      expect((await request(app.getHttpServer()).get('/things')).headers).not.toHaveProperty('ratelimit');
    });
  });
});

describe('without a credential', () => {
  it('answers 401 and names the scheme, but tells whether it lives', async () => {
    await usingShell({ AUTH_MODE: 'jwt' }, async (app) => {
      const response = await request(app.getHttpServer()).get('/things').set('x-api-key', 'anything');
      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toBe('Bearer realm="dinex"');
      expect((await request(app.getHttpServer()).get('/health?probe=live')).body).toMatchObject({ status: 'ok' });
    });
  });

  it('answers 401 before it reads a body, whatever is in it', async () => {
    await usingShell({ AUTH_MODE: 'jwt' }, async (app) => {
      for (const [type, body] of [
        ['application/json', '{'],
        ['text/plain', 'x'],
        ['application/json', 'x'.repeat(3_000_000)],
      ] as const)
        expect((await request(app.getHttpServer()).post('/things').set('Content-Type', type).send(body)).status).toBe(
          401,
        );
    });
  });
});

describe('a forwarded address', () => {
  it('does not let a caller choose whose limit it uses', async () => {
    await usingShell({ RATE_LIMIT_PER_SECOND: '1', AUTH_MODE: 'jwt' }, (app) =>
      withStoppedClock(async () => {
        const ask = (address: string) =>
          request(app.getHttpServer()).get('/health?probe=live').set('X-Forwarded-For', address);
        expect((await ask('10.0.0.1')).status).toBe(200);
        expect((await ask('10.0.0.2')).status).toBe(429);
      }),
    );
  });
});

describe('health', () => {
  it('says within a second which stores are silent', async () => {
    const nowhere = {
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
      ORDERS_QUEUE_URL: 'http://127.0.0.1:9/000000000000/q',
    };
    await usingShell(nowhere, async (app) => {
      const elapsed = startLoopClock();
      const response = await request(app.getHttpServer()).get('/health');
      expect(elapsed()).toBeLessThan(1_000);
      expect(response.status).toBe(503);
      expect(response.body).toMatchObject({ dependencies: { table_store: 'unavailable', queue: 'unavailable' } });
    });
  });
});

describe('stopping', () => {
  it('finishes the request in flight, closes its kept-alive connection and takes no other', async () => {
    const app = await startShell();
    const agent = new Agent({ keepAlive: true });
    const url = await app.getUrl();
    const ask = (path: string): Promise<number> =>
      new Promise((resolve, reject) => {
        get(`${url}${path}`, { agent }, (response) => {
          response.resume().on('end', () => {
            resolve(response.statusCode ?? 0);
          });
        }).on('error', reject);
      });
    // An idle connection that nobody closes would hold up the stop for longer than the test may take.
    app.getHttpServer().keepAliveTimeout = 600_000;
    await ask('/things');
    const { arrived, release } = holdSlow();
    const inFlight = ask('/things/slow');
    await arrived;
    const stopped = app.close();
    release();
    expect(await inFlight).toBe(200);
    await stopped;
    await expect(ask('/things')).rejects.toMatchObject({ code: expect.stringMatching(/REFUSED|RESET/) as string });
    agent.destroy();
  });
});
