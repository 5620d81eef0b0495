import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import type { Agent } from 'supertest';
import { createApp } from '../../src/app.setup';
import { Clock } from '../../src/kernel/clock';
import { PATIENT, waitPatiently } from './patience';
import { usePlatform } from './platform';

/** A clock that tests move; it stands still otherwise only when told to. */
export class TestClock extends Clock {
  private offset = 0;

  override now(): number {
    return Date.now() + this.offset;
  }

  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }

  reset(): void {
    this.offset = 0;
  }
}

export interface TestApp {
  readonly app: NestExpressApplication;
  readonly api: Agent;
  readonly clock: TestClock;
  readonly environment: Readonly<Record<string, string>>;
  /** Empties tables, queues and mailbox, as before each test. */
  clear(): void;
}

type Environment = Readonly<Record<string, string>>;

/**
 * The HTTP application over real stores, one for the tests of a file: call at the top level. It waits patiently for them unless it is
 * given a deadline of its own. `lead` may lead it to its stores by another way than the platform says.
 */
export function useApp(
  variables: Record<string, string> = {},
  lead: (platform: Environment) => Promise<Environment> = (platform) => Promise.resolve(platform),
): TestApp {
  const platform = usePlatform();
  const clock = new TestClock();
  let app: NestExpressApplication | undefined;
  const running = (): NestExpressApplication => {
    if (app === undefined) throw new Error('The application runs inside tests and their hooks only.');
    return app;
  };
  beforeAll(async () => {
    const environment = { ...PATIENT, ...(await lead(platform.environment)), LOG_LEVEL: 'SILENT', METRICS: 'off' };
    app = await createApp({ ...environment, ...variables });
    if (variables.REQUEST_DEADLINE_MS === undefined) waitPatiently(app);
    const now = app.get(Clock);
    now.now = () => clock.now();
    await app.listen(0, '127.0.0.1');
  });
  beforeEach(() => {
    clock.reset();
  });
  afterAll(async () => {
    await app?.close();
  });
  return {
    get app() {
      return running();
    },
    get api() {
      return request(running().getHttpServer()) as unknown as Agent;
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
