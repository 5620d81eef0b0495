import type { NextFunction } from 'express';
import { v4 as randomId } from 'uuid';
import type { Config } from '../config/config';
import { currentGatewayEvent } from './api-gateway';
import { withDeadline } from '../observability/scope';
import { DinexRequest, DinexResponse, settled } from './request';
import { answerTo } from './problem';
import { sendProblem } from './problem.filter';
import { DinexError } from '../kernel/errors';

const CORRELATION_ID = /^[\w.:-]{1,128}$/;
const TRACE_PARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/;

/** Milliseconds that a handler whose calls were aborted at its deadline has to answer for itself. */
const GRACE_MS = 200;

/**
 * Gives each request its correlation id, and its deadline, which `RequestGuard` puts off for handlers that need longer. At the deadline
 * every call to a store is aborted, which makes the handler fail with 503; a handler that hangs all the same is answered for.
 */
export function requestScope(config: Config) {
  return (request: DinexRequest, response: DinexResponse, next: NextFunction): void => {
    const correlationId = correlationIdOf(request);
    request.correlationId = correlationId;
    response.setHeader('X-Correlation-Id', correlationId);
    // Before `next`: on Lambda an answer that needs nothing from outside is out before `next` returns.
    const done = settled(response);
    let hardStop: NodeJS.Timeout | undefined;
    void withDeadline(config.REQUEST_DEADLINE_MS, correlationId, async (scope) => {
      scope.onDeadline = () => {
        hardStop = setTimeout(() => {
          sendProblem(request, response, answerTo(LATE));
        }, GRACE_MS);
      };
      next();
      await done;
    }).finally(() => {
      clearTimeout(hardStop);
    });
  };
}

const LATE = new DinexError('unavailable', 'The request took longer than it may.');

function correlationIdOf(request: DinexRequest): string {
  const own = request.headers['x-correlation-id'];
  if (typeof own === 'string' && CORRELATION_ID.test(own)) return own;
  const trace = request.headers.traceparent;
  const traceId = typeof trace === 'string' ? TRACE_PARENT.exec(trace)?.[1] : undefined;
  return traceId ?? currentGatewayEvent()?.requestContext.requestId ?? randomId();
}
