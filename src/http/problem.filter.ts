import { ArgumentsHost, Catch, ExceptionFilter, Injectable, NotFoundException } from '@nestjs/common';
import { allowedMethods } from './allowed-methods';
import { answerTo, Answer, problemOf, PROBLEMS } from './problem';
import { DinexRequest, DinexResponse, shownPath } from './request';
import { AppLogger } from '../observability/logger';

/** The one place where an error becomes a status. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: AppLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<DinexRequest>();
    const answer = isUnrouted(error) ? unrouted(request) : answerTo(error);
    if (PROBLEMS[answer.kind].status >= 500)
      this.logger.failure(`${request.method} ${shownPath(request)} failed`, error, { kind: answer.kind });
    sendProblem(request, http.getResponse<DinexResponse>(), answer);
  }
}

const isUnrouted = (error: unknown): boolean =>
  error instanceof NotFoundException && error.message.startsWith('Cannot ');

function unrouted(request: DinexRequest): Answer {
  const methods = allowedMethods(request);
  if (methods.length === 0) return { kind: 'not_found', detail: 'There is no such path.', headers: {} };
  const allow = methods.join(', ');
  return { kind: 'method_not_allowed', detail: `This path takes ${allow}.`, headers: { Allow: allow } };
}

/** Sends a problem, unless a response is already on its way (a handler that came to its end after the deadline). */
export function sendProblem(request: DinexRequest, response: DinexResponse, answer: Answer): void {
  if (response.headersSent || response.writableEnded) return;
  const problem = problemOf(answer, shownPath(request), request.correlationId ?? '');
  for (const name of ['ETag', 'Location', 'Cache-Control']) response.removeHeader(name);
  response.status(problem.status).set(answer.headers);
  response.type('application/problem+json').send(JSON.stringify(problem));
}
