import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { Call, gatewayEvent } from '../factories/gateway-event';

export type ApiHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly header: (name: string) => string | undefined;
}

/** Hands an event to the bundle of the API and reads its answer. */
export async function send(handler: ApiHandler, event: APIGatewayProxyEvent): Promise<Answer> {
  const answer = await handler(event, { awsRequestId: 'r', functionName: 'dinex-test-api' } as Context);
  expect(answer.isBase64Encoded ?? false).toBe(false);
  return {
    status: answer.statusCode,
    body: (answer.body === '' ? {} : JSON.parse(answer.body)) as Record<string, unknown>,
    header: (name) => answer.multiValueHeaders?.[name]?.[0]?.toString(),
  };
}

export const callApi = (handler: ApiHandler, request: Call): Promise<Answer> => send(handler, gatewayEvent(request));
