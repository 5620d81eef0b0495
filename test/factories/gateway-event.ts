import type { APIGatewayProxyEvent } from 'aws-lambda';
import { bearer, tokenOf } from '../support/issuer';

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly query?: Record<string, string[]>;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** The credential; an operator's token by default, `null` for none. */
  readonly token?: string | null;
  readonly base64?: boolean;
}

const entries = <Value, Result>(record: Record<string, Value>, change: (value: Value) => Result) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

/** A request as API Gateway (REST, Lambda proxy on `/{proxy+}`) hands it to the function. */
export function gatewayEvent(call: Call): APIGatewayProxyEvent {
  const { method = 'GET', path, query, body, token = tokenOf('operator'), base64 = false } = call;
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null));
  const headers = {
    'Content-Type': 'application/json',
    ...(token === null ? {} : bearer(token)),
    Host: 'api.execute-api.us-east-1.amazonaws.com',
    ...call.headers,
  };
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: entries(headers, (value) => [value]),
    queryStringParameters: query === undefined ? null : entries(query, (values) => values.at(-1)),
    multiValueQueryStringParameters: query ?? null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      path: `/dev${path}`,
      stage: 'dev',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      identity: { sourceIp: '203.0.113.7', apiKeyId: null },
      httpMethod: method,
    },
    body: body === undefined ? null : bytes.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
  } as unknown as APIGatewayProxyEvent;
}
