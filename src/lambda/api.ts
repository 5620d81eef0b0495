import 'reflect-metadata';
import serverlessExpress from '@vendia/serverless-express';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context, Handler } from 'aws-lambda';
import { join } from 'node:path';
import { createApp } from '../app.setup';
import { serveDocumentFile } from '../http/openapi-file';
import { lazyHandler } from './lazy-handler';
import { rehearse } from './rehearsal';
import { tellStart } from './tell-start';
import { answerTo, problemOf, PROBLEMS } from '../http/problem';
import { DinexError } from '../kernel/errors';
import { readEnvironment } from '../config/environment';

type Proxy = Handler<APIGatewayProxyEvent, APIGatewayProxyResult>;

/** Lambda refuses a response over 6 MB, counted as JSON and therefore with every quote escaped; a body under a third of it always fits. */
const ANSWER_LIMIT = 6 * 1024 * 1024 - 1024;
const SURELY_SMALL = ANSWER_LIMIT / 3;

/** Handles the requests of API Gateway (REST) by the Nest application, which is made once per process. */
export const { handler, prepare } = lazyHandler<APIGatewayProxyEvent, APIGatewayProxyResult>(async (start) => {
  const app = tellStart(start, await createApp(readEnvironment()));
  serveDocumentFile(app, join(__dirname, 'openapi.json'));
  await app.init();
  const proxy = proxyTo(app);
  const handle = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    context.callbackWaitsForEmptyEventLoop = false;
    // It returns a promise, unlike handlers that call back.
    const response = (await proxy(withoutStage(event), context, () => undefined)) as APIGatewayProxyResult;
    return withinLimit(event, response);
  };
  return Object.assign(handle, { rehearse: () => rehearse(app, handle) });
});

const proxyTo = (app: NestExpressApplication): Proxy =>
  serverlessExpress<APIGatewayProxyEvent, APIGatewayProxyResult>({
    app: app.getHttpAdapter().getInstance(),
    eventSourceName: 'AWS_API_GATEWAY_V1',
    // Every response is text: looking for binary content types costs time and can only go wrong.
    binarySettings: { isBinary: false },
    respondWithErrors: false,
  });

/** Takes the stage out of the path, where the console's tests and custom domains with the stage as base path put it. */
function withoutStage(event: APIGatewayProxyEvent): APIGatewayProxyEvent {
  const prefix = `/${event.requestContext.stage}/`;
  if (!event.path.startsWith(prefix) || event.pathParameters?.proxy !== undefined) return event;
  return { ...event, path: event.path.slice(prefix.length - 1) };
}

/** Returns the response, or a problem in place of one that Lambda would refuse. */
export const withinLimit = (event: APIGatewayProxyEvent, answer: APIGatewayProxyResult): APIGatewayProxyResult =>
  fits(answer) ? answer : tooLarge(event);

const fits = (answer: APIGatewayProxyResult): boolean =>
  answer.body.length < SURELY_SMALL || Buffer.byteLength(JSON.stringify(answer)) < ANSWER_LIMIT;

function tooLarge(event: APIGatewayProxyEvent): APIGatewayProxyResult {
  const answer = answerTo(
    new DinexError('too_large', 'The answer would be larger than 6 MB: ask for less with limit.'),
  );
  return {
    statusCode: PROBLEMS.too_large.status,
    headers: { 'Content-Type': 'application/problem+json' },
    body: JSON.stringify(problemOf(answer, event.path, event.requestContext.requestId)),
  };
}
