import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { INestApplicationContext } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppLogger } from '../observability/logger';
import { AppMetrics } from '../observability/metrics';

type Handle = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** Milliseconds for all of it: stores that do not answer must not use up the time that Lambda gives a process to start. */
const LIMIT_MS = 3_000;

/**
 * Has the application answer itself one question for its stores and one request that it refuses, while Lambda gives a whole processor:
 * connections are open and code is compiled when the first caller comes. Neither is logged or counted, and their answers do not matter.
 */
export async function rehearse(app: INestApplicationContext, handle: Handle): Promise<void> {
  const over = new AbortController();
  const all = async (): Promise<void> => {
    for (const event of [READINESS, REFUSED]) await handle(event, CONTEXT);
    // What is written of a request is written when its answer is out.
    await sleep(0);
  };
  const quietly = app.get(AppLogger).unheard(() => app.get(AppMetrics).uncounted(all));
  await Promise.race([quietly, sleep(LIMIT_MS, undefined, { signal: over.signal }).catch(() => undefined)]);
  over.abort();
}

// What the application and its logger read of a context, and nothing else.
const CONTEXT = { awsRequestId: 'rehearsal', functionName: 'rehearsal' } as Context;

function request(httpMethod: string, path: string, headers: Record<string, string>, body: string | null) {
  const all = { Host: 'localhost', ...headers };
  return {
    resource: '/{proxy+}',
    path,
    httpMethod,
    headers: all,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: { path, httpMethod, stage: '', requestId: 'rehearsal', identity: { sourceIp: '127.0.0.1' } },
    body,
    isBase64Encoded: false,
    // Of what API Gateway sends this is what the application reads.
  } as unknown as APIGatewayProxyEvent;
}

const READINESS = request('GET', '/health', {}, null);
const REFUSED = request(
  'POST',
  '/tracking',
  { 'Content-Type': 'application/json', Authorization: 'Bearer rehearsal' },
  '{}',
);
