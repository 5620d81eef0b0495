import type { NextFunction } from 'express';
import { present } from '../kernel/present';
import { currentScope } from '../observability/scope';
import { DinexRequest, DinexResponse, settled } from './request';
import type { AppLogger } from '../observability/logger';
import type { AppMetrics } from '../observability/metrics';
import { memberOf } from '../kernel/record';

/** A request that took this long is worth a line whatever share of the others gets one. */
const SLOW_MS = 1_000;

/**
 * Returns the middleware that records one set of figures for each request, and a log line for `linesPercent` of those that ended well and soon, written when its answer has
 * gone or its caller has.
 */
export function observe(logger: Pick<AppLogger, 'info'>, metrics: Pick<AppMetrics, 'request'>, linesPercent: number) {
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
      const remarkable = figures.status >= 400 || figures.milliseconds >= SLOW_MS || !response.writableFinished;
      if (!remarkable && Math.random() * 100 >= linesPercent) return;
      logger.info('request', {
        ...figures,
        ...calls?.figures,
        correlation_id: request.correlationId,
        principal: request.principal?.subject,
        credential_id: request.principal?.credential_id,
        ...present({ aborted: response.writableFinished ? undefined : true }),
      });
    });
    next();
  };
}

function templateOf(request: DinexRequest): string {
  const path = memberOf(request.route, 'path');
  return typeof path === 'string' ? path : 'unmatched';
}
