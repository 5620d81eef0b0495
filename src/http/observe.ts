import type { NextFunction } from 'express';
import { currentScope } from '../observability/scope';
import { DinexRequest, DinexResponse, settled } from './request';
import type { AppLogger } from '../observability/logger';
import type { AppMetrics } from '../observability/metrics';

/** One log line and one set of figures for each request, written when its answer has gone or its caller has. */
export function observe(logger: AppLogger, metrics: AppMetrics) {
  return (request: DinexRequest, response: DinexResponse, next: NextFunction): void => {
    const started = performance.now();
    const calls = currentScope()?.calls;
    void settled(response).then(() => {
      const figures = {
        method: request.method,
        route: templateOf(request),
        status: response.statusCode,
        milliseconds: Math.round(performance.now() - started),
      };
      metrics.request(figures);
      logger.info('request', {
        ...figures,
        ...calls?.figures,
        correlation_id: request.correlationId,
        principal: request.principal?.id,
        ...(response.writableFinished ? {} : { aborted: true }),
      });
    });
    next();
  };
}

function templateOf(request: DinexRequest): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'unmatched';
}
