import { ArgumentsHost, Catch, ExceptionFilter, Injectable } from '@nestjs/common';
import { answerTo, Answer, problemOf, PROBLEMS } from './problem';
import { DinexRequest, DinexResponse, pathOf } from './http';
import { AppLogger } from './logger';

/** The one place where an error becomes a status. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: AppLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<DinexRequest>();
    const answer = answerTo(error);
    if (PROBLEMS[answer.kind].status >= 500)
      this.logger.failure(`${request.method} ${pathOf(request)} failed`, error, { kind: answer.kind });
    sendProblem(request, http.getResponse<DinexResponse>(), answer);
  }
}

/** Answers with a problem, unless an answer is already on its way (a handler that came to its end after the deadline). */
export function sendProblem(request: DinexRequest, response: DinexResponse, answer: Answer): void {
  if (response.headersSent || response.writableEnded) return;
  const problem = problemOf(answer, pathOf(request), request.correlationId ?? '');
  for (const name of ['ETag', 'Location', 'Cache-Control']) response.removeHeader(name);
  response.status(problem.status).set(answer.headers);
  response.type('application/problem+json').send(JSON.stringify(problem));
}
