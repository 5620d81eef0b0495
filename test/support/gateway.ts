import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { createServer, IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { LOCAL_OPERATOR } from '../../src/access/principal';
import type { ApiHandler } from './api-bundle';
import { bearer, tokenOf } from './issuer';

/** Whether the tests are to ask the API's bundle, and not the sources: the jest project `bundle`. */
export const throughBundle = (): boolean => 'DINEX_THROUGH_BUNDLE' in globalThis;

/**
 * Plays API Gateway behind a domain of its own before a handler: each HTTP request becomes the event that the gateway makes of it, from an
 * operator where it shows no credential.
 */
export async function startGateway(handler: ApiHandler): Promise<Server> {
  const server = createServer((request, response) => {
    void eventOf(request)
      .then((event) => handler(event, { awsRequestId: 'r', functionName: 'dinex-test-api' } as Context))
      .then(({ statusCode, multiValueHeaders = {}, body, isBase64Encoded = false }) => {
        for (const [name, values] of Object.entries(multiValueHeaders)) response.setHeader(name, values.map(String));
        response.writeHead(statusCode).end(body, isBase64Encoded ? 'base64' : 'utf8');
      })
      // A handler that throws is a 502 of the gateway.
      .catch((error: unknown) => response.writeHead(502).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function eventOf(request: IncomingMessage): Promise<APIGatewayProxyEvent> {
  const { method: httpMethod = 'GET', url = '/' } = request;
  const bytes = await buffer(request);
  const { pathname, searchParams } = new URL(url, 'http://gateway.test');
  const headers = headersOf(request);
  return {
    resource: '/{proxy+}',
    path: decodeURIComponent(pathname),
    httpMethod,
    headers: last(headers),
    multiValueHeaders: headers,
    queryStringParameters: searchParams.size === 0 ? null : Object.fromEntries(searchParams),
    multiValueQueryStringParameters:
      searchParams.size === 0
        ? null
        : Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)])),
    pathParameters: { proxy: pathname.slice(1) },
    stageVariables: null,
    requestContext: {
      path: pathname,
      stage: 'dev',
      requestId: crypto.randomUUID(),
      identity: { sourceIp: '203.0.113.7', apiKeyId: null },
      httpMethod,
    },
    body: bytes.length === 0 ? null : bytes.toString('base64'),
    isBase64Encoded: bytes.length > 0,
    // Of what API Gateway sends this is what the application reads.
  } as unknown as APIGatewayProxyEvent;
}

function headersOf({ headersDistinct }: IncomingMessage): Record<string, string[]> {
  const asked = Object.fromEntries(Object.entries(headersDistinct).map(([name, values = []]) => [name, values]));
  return 'authorization' in asked
    ? asked
    : { ...asked, authorization: [bearer(tokenOf('operator', { sub: LOCAL_OPERATOR.subject })).Authorization] };
}

const last = (headers: Readonly<Record<string, string[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values.at(-1) ?? '']));
