import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Server } from 'node:http';
import request from 'supertest';
import type { Agent } from 'supertest';
import { createApp } from '../../src/app.setup';
import { Clock } from '../../src/kernel/clock';
import type { ApiHandler } from './api-bundle';
import { loadBundle } from './bundle';
import { startGateway, throughBundle, urlOf } from './gateway';
import { LATE_DEADLINES, PATIENT } from './patience';
import { usePlatform } from './platform';

const REAL_NOW = Date.now.bind(Date);

/** A clock that tests move; it stands still otherwise only when told to. */
export class TestClock extends Clock {
  private offset = 0;

  override now(): number {
    return REAL_NOW() + this.offset;
  }

  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }

  reset(): void {
    this.offset = 0;
  }
}

export interface TestApp {
  /** Of the sources: a bundle shows none of its inside. */
  readonly app: NestExpressApplication;
  readonly api: Agent;
  readonly url: string;
  readonly clock: TestClock;
  readonly environment: Readonly<Record<string, string>>;
  /** Empties tables, queues and mailbox, as before each test. */
  clear(): void;
}

type Environment = Readonly<Record<string, string>>;

/**
 * The HTTP application over real stores, one for the tests of a file: call at the top level. It waits patiently for them unless it is
 * given a deadline of its own. `lead` may lead it to its stores by another way than the platform says. In the jest project `bundle` it
 * is the bundle that is deployed, behind a gateway.
 */
export function useApp(
  variables: Record<string, string> = {},
  lead: (platform: Environment) => Promise<Environment> = (platform) => Promise.resolve(platform),
): TestApp {
  const platform = usePlatform();
  const clock = new TestClock();
  let served: Served | undefined;
  const running = (): Served => {
    if (served === undefined) throw new Error('The application runs inside tests and their hooks only.');
    return served;
  };
  beforeAll(async () => {
    const environment = {
      ...(variables.REQUEST_DEADLINE_MS === undefined ? PATIENT : LATE_DEADLINES),
      ...(await lead(platform.environment)),
      LOG_LEVEL: 'SILENT',
      METRICS: 'off',
      ...variables,
    };
    served = throughBundle() ? await serveBundle(environment, clock) : await serveSources(environment, clock);
  });
  beforeEach(() => {
    clock.reset();
  });
  afterAll(async () => {
    await served?.close();
  });
  return {
    get app() {
      const { app } = running();
      if (app === undefined) throw new Error('A bundle shows none of its inside.');
      return app;
    },
    get api() {
      return request(running().server) as unknown as Agent;
    },
    get url() {
      return urlOf(running().server);
    },
    get environment() {
      return platform.environment;
    },
    clock,
    clear: () => {
      platform.clear();
    },
  };
}

interface Served {
  readonly app?: NestExpressApplication;
  readonly server: Server;
  close(): Promise<void>;
}

async function serveSources(environment: Environment, clock: TestClock): Promise<Served> {
  const app = await createApp(environment);
  const now = app.get(Clock);
  now.now = () => clock.now();
  await app.listen(0, '127.0.0.1');
  return { app, server: app.getHttpServer(), close: () => app.close() };
}

/** The bundle has a clock of its own, which tells what `Date` does. */
async function serveBundle(environment: Environment, clock: TestClock): Promise<Served> {
  const tell = jest.spyOn(Date, 'now').mockImplementation(() => clock.now());
  const server = await startGateway(loadBundle('api', environment) as ApiHandler);
  return {
    server,
    close: async () => {
      tell.mockRestore();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
