import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction } from 'express';
import helmet from 'helmet';
import type { Server } from 'node:http';
import { AppModule } from './app.module';
import { hostRefusal } from './http/host-guard';
import type { DinexRequest, DinexResponse } from './http/request';
import { AppLogger } from './observability/logger';
import { AppMetrics } from './observability/metrics';
import { observe } from './http/observe';
import { authenticate, Authenticator } from './access/authenticator';
import { FailedAttempts } from './access/failed-attempts';
import { rateLimit } from './http/rate-limit';
import { requestScope } from './http/request-scope';
import { DinexError } from './kernel/errors';
import { Config, Environment, loadConfig, refuseOpenDoors } from './config/config';

/** Makes the HTTP application as the local server, Lambda and the tests all run it; not yet initialised, so that they may add to it. */
export async function createApp(environment: Environment): Promise<NestExpressApplication> {
  refuseOpenDoors(loadConfig(environment), environment);
  // Given the adapter, Nest does not look for one at run time, where a bundle has no packages.
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(environment), new ExpressAdapter(), {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  return configureApp(app);
}

/** Puts everything around the controllers, outermost first. */
export function configureApp(app: NestExpressApplication): NestExpressApplication {
  const config = app.get(Config);
  app.useLogger(app.get(AppLogger));
  app.disable('x-powered-by');
  // Versioned resources set their own ETag; a hash of every other answer costs more than it saves.
  app.set('etag', false);
  // On AWS serverless-express hands over the caller's address that API Gateway saw, and on a laptop callers connect directly:
  // X-Forwarded-For would only let them choose it.
  app.set('trust proxy', false);
  app.set('query parser', 'simple');
  app.use(closeWhenStopping(app.getHttpServer()));
  app.use(requestScope(config));
  app.use(observe(app.get(AppLogger), app.get(AppMetrics), config.LOG_REQUESTS_PERCENT));
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: NO_CONTENT } }));
  if (config.AUTH_MODE === 'none') app.use(keepForeignPagesOut(config));
  app.enableCors({ origin: origins(config), exposedHeaders: EXPOSED_HEADERS, maxAge: 600 });
  app.use(authenticate(app.get(Authenticator), new FailedAttempts(config.WRONG_CREDENTIALS_PER_MINUTE)));
  app.use(rateLimit(config));
  return app;
}

/** Before CORS, so that not even a preflight of another page is answered. */
const keepForeignPagesOut =
  ({ ALLOWED_HOSTS, CORS_ORIGINS }: Config) =>
  (request: DinexRequest, _response: DinexResponse, next: NextFunction): void => {
    const refusal = hostRefusal(request, { allowedHosts: ALLOWED_HOSTS, allowedOrigins: CORS_ORIGINS });
    if (refusal !== undefined) throw new DinexError('forbidden', refusal);
    next();
  };

const origins = ({ CORS_ORIGINS }: Config): string | string[] => (CORS_ORIGINS.includes('*') ? '*' : CORS_ORIGINS);

/** JSON has no business loading anything. */
const NO_CONTENT = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
/**
 * A server that stops lets requests in flight finish, but then holds their connections for the keep-alive time, as Node closes
 * only those idle at the moment of stopping.
 */
const closeWhenStopping =
  (server: Server) =>
  (_request: DinexRequest, response: DinexResponse, next: NextFunction): void => {
    response.once('finish', () => {
      if (server.listening) return;
      setImmediate(() => {
        server.closeIdleConnections();
      });
    });
    next();
  };

const EXPOSED_HEADERS = ['ETag', 'Location', 'Retry-After', 'RateLimit', 'RateLimit-Policy', 'X-Correlation-Id'];
