import type { INestApplicationContext } from '@nestjs/common';
import request from 'supertest';
import type { Agent } from 'supertest';
import { PATIENT, workPatiently } from './patience';
import { LocalServer, startLocalServer } from '../../src/local/local-server';

export interface TestSystem {
  readonly api: Agent;
  readonly url: string;
  readonly mailboxUrl: string;
  readonly worker: INestApplicationContext;
  readonly server: LocalServer;
}

/** Everything that `npm start` runs, in memory: API, stand-ins and event sources. Call at the top level of a file. */
export function useSystem(variables: Record<string, string> = {}): TestSystem {
  let server: LocalServer | undefined;
  const running = (): LocalServer => {
    if (server === undefined) throw new Error('The system runs inside tests and their hooks only.');
    return server;
  };
  beforeAll(async () => {
    server = await startLocalServer(
      { ...PATIENT, STAGE: 'local', PORT: '0', LOG_LEVEL: 'SILENT', METRICS: 'off', ...variables },
      null,
    );
    workPatiently(server.worker);
  });
  beforeEach(() => {
    running().platform.clear();
  });
  afterAll(async () => {
    await server?.stop();
  });
  return {
    get api() {
      return request(running().url) as unknown as Agent;
    },
    get url() {
      return running().url;
    },
    get mailboxUrl() {
      return running().platform.mailboxUrl;
    },
    get worker() {
      return running().worker;
    },
    get server() {
      return running();
    },
  };
}
