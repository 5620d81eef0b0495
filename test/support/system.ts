import type { INestApplicationContext } from '@nestjs/common';
import type { Server } from 'node:http';
import request from 'supertest';
import type { Agent } from 'supertest';
import type { ApiHandler } from './api-bundle';
import { loadBundle } from './bundle';
import { startGateway, throughBundle, urlOf } from './gateway';
import { PATIENT } from './patience';
import { LocalServer, startLocalServer } from '../../src/local/local-server';

export interface TestSystem {
  readonly api: Agent;
  readonly url: string;
  readonly mailboxUrl: string;
  readonly worker: INestApplicationContext;
  readonly server: LocalServer;
}

/**
 * Everything that `npm start` runs, in memory: API, stand-ins and event sources. Call at the top level of a file. In the jest project
 * `bundle` the API is the bundle that is deployed, behind a gateway; what works behind it is the same.
 */
export function useSystem(variables: Record<string, string> = {}): TestSystem {
  let server: LocalServer | undefined;
  let gateway: Server | undefined;
  const running = (): LocalServer => {
    if (server === undefined) throw new Error('The system runs inside tests and their hooks only.');
    return server;
  };
  beforeAll(async () => {
    server = await startLocalServer(
      { ...PATIENT, STAGE: 'local', PORT: '0', LOG_LEVEL: 'SILENT', METRICS: 'off', ...variables },
      null,
    );
  });
  beforeEach(() => {
    running().platform.clear();
  });
  beforeAll(async () => {
    if (!throughBundle()) return;
    const environment = { ...PATIENT, ...running().platform.environment, ...variables };
    gateway = await startGateway(loadBundle('api', environment) as ApiHandler);
  });
  afterAll(async () => {
    gateway?.closeAllConnections();
    gateway?.close();
    await server?.stop();
  });
  const url = (): string => (gateway === undefined ? running().url : urlOf(gateway));
  return {
    get api() {
      return request(url()) as unknown as Agent;
    },
    get url() {
      return url();
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
