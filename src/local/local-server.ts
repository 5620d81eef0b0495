import type { INestApplicationContext } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Authenticator } from '../access/authenticator';
import { PUBLIC_ROUTES } from '../access/policy';
import { present } from '../kernel/present';
import { createApp } from '../app.setup';
import { Config, Environment, loadConfig } from '../config/config';
import { Database } from '../database/database';
import { hostRefusal } from '../http/host-guard';
import { AppLogger } from '../observability/logger';
import { BACKFILLED, BACKFILLS, BackfillFile, runBackfill } from '../operations/backfill';
import { serveDocs } from '../http/openapi-document';
import { EventSources, startEventSources } from './event-sources';
import { localHandlers } from './handlers';
import { issuerVariables } from './issuer';
import { withMetrics } from './metrics';
import { serve, urlOf } from './http-server';
import { isFree, LOOPBACK } from './ports';
import { Platform, startPlatform } from './platform';
import { PlatformError } from './platform-error';
import { ENDPOINT_VARIABLES } from './stand-ins';

/** The whole backend in one process: HTTP API, event sources and stand-ins. */
export interface LocalServer {
  readonly url: string;
  readonly platform: Platform;
  readonly eventSources: EventSources;
  readonly app: NestExpressApplication;
  /** What the queue and stream handlers run on. */
  readonly worker: INestApplicationContext;
  /** Ends it in the order that loses nothing: requests in flight, batches in flight, stand-ins. */
  stop(): Promise<void>;
}

const HOUSEKEEPING_MS = 10 * 60_000;

/**
 * Starts everything that `npm start` runs.
 *
 * @param dataDir where the data lives; `null` for a server that forgets.
 * @throws PlatformError with one line that says what to do.
 */
export async function startLocalServer(
  environment: Environment,
  dataDir: string | null = loadConfig(environment).DINEX_DATA_DIR,
): Promise<LocalServer> {
  const { AUTH_ISSUER, AUTH_MODE, HOST, PORT, MAILBOX_PORT, STAGE, AWS_REGION } = loadConfig(environment);
  // Where people's tokens are asked for and no issuer is named, the laptop plays one.
  const plays = AUTH_MODE === 'jwt' && AUTH_ISSUER === undefined;
  await claimPort('PORT', PORT, HOST);
  // The default gives way to any free one: a second server beside the first needs no second setting.
  if (environment.MAILBOX_PORT) await claimPort('MAILBOX_PORT', MAILBOX_PORT, LOOPBACK);
  const closing: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const platform = await startPlatform({
      dataDir,
      stage: STAGE,
      region: AWS_REGION,
      ports: { mailbox: dataDir === null ? 0 : MAILBOX_PORT },
      endpoints: Object.fromEntries(ENDPOINT_VARIABLES.map((name) => [name, environment[name] || undefined])),
    });
    closing.push(() => platform.stop());
    const issuer = plays ? await issuerVariables(platform.dataFolder) : {};
    const whole = { ...environment, ...issuer, ...platform.environment };
    const app = await createApp(whole);
    closing.push(() => app.close());
    const config = app.get(Config);
    const logger = app.get(AppLogger);
    await fillIndexes(app, platform);
    const handlers = await localHandlers(whole);
    closing.push(() => handlers.worker.close());
    // Recipients' links lead here; a port that the system chooses is known only once it is listened at.
    const linkTo = (url: string): void => {
      for (const each of [config, handlers.worker.get(Config)]) each.PUBLIC_BASE_URL ??= url;
    };
    if (PORT !== 0) linkTo(urlOf(HOST, PORT));
    const eventSources = await startEventSources(config, handlers, {
      ...present({ checkpointFile: dataDir === null ? undefined : join(platform.dataFolder, 'checkpoints.json') }),
      report: (message, error) => {
        logger.failure(message, error);
      },
    });
    closing.push(() => eventSources.stop());
    const housekeeping = setInterval(() => void keepHouse(platform, eventSources, logger), HOUSEKEEPING_MS);
    closing.push(() => {
      clearInterval(housekeeping);
    });
    serveDocs(app, new Set(Object.keys(PUBLIC_ROUTES)));
    await app.init();
    const server = await serve(
      withMetrics(app.getHttpAdapter().getInstance(), platform, eventSources, (request) => isOperator(app, request)),
      PORT,
      HOST,
    );
    closing.push(() => server.stop());
    linkTo(server.url);
    return { url: server.url, platform, eventSources, app, worker: handlers.worker, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Checks that a port is free. @throws PlatformError when something listens there already. */
async function claimPort(variable: string, port: number, host: string): Promise<void> {
  if (!(await isFree(port, host)))
    throw new PlatformError(
      `Port ${port} of ${host} is taken: stop what listens there, or set ${variable} to another one.`,
    );
}

/** `/metrics` is no more open than the API: an operator's credential, or a program on this machine where access control is off. */
async function isOperator(app: NestExpressApplication, { method = 'GET', headers }: IncomingMessage): Promise<boolean> {
  const { AUTH_MODE, ALLOWED_HOSTS, CORS_ORIGINS } = app.get(Config);
  if (AUTH_MODE === 'none')
    return (
      hostRefusal({ method, headers }, { allowedHosts: ALLOWED_HOSTS, allowedOrigins: CORS_ORIGINS }) === undefined
    );
  const principal = await app
    .get(Authenticator)
    .principalOf(headers.authorization)
    .catch(() => undefined);
  return principal?.role === 'operator';
}

/** What an older version stored gets the keys of new indexes before anyone asks for it. */
async function fillIndexes(app: NestExpressApplication, { dataFolder, grown }: Platform): Promise<void> {
  for (const table of BACKFILLED) {
    const place = new BackfillFile(join(dataFolder, `backfill-${table}.json`));
    if (!grown.includes(table) && !place.exists()) continue;
    await runBackfill(BACKFILLS[table](app.get(Database), app.get(Config)), place.read(), (progress) => {
      place.keep(progress);
    });
  }
}

async function keepHouse(platform: Platform, eventSources: EventSources, logger: AppLogger): Promise<void> {
  try {
    await platform.sweepExpired();
    // Records that wait for the relay outlive their day, other than on AWS: a laptop is not always on.
    if (Object.values(eventSources.iteratorAges()).every((age) => age === 0)) platform.trimStreams();
  } catch (error) {
    logger.failure('Housekeeping failed', error);
  }
}
