import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { INestApplicationContext } from '@nestjs/common';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Deadlines that no request misses because the machine is busy. */
export const PATIENT = { REQUEST_DEADLINE_MS: '60000', LONG_REQUEST_DEADLINE_MS: '60000' };

/**
 * Lets an application wait for its stores as long as a busy machine makes them take; the time-outs it comes with would turn that into
 * failures. Tests of stores that do not answer leave them as they are.
 */
export function waitPatiently(app: INestApplicationContext): void {
  for (const token of [DynamoDBDocumentClient, SQSClient, SNSClient]) {
    const handler = clientOf(app, token)?.config.requestHandler;
    if (!(handler instanceof NodeHttpHandler)) continue;
    handler.updateHttpClientConfig('requestTimeout', 60_000);
    handler.updateHttpClientConfig('connectionTimeout', 60_000);
  }
}

type Client = DynamoDBDocumentClient | SQSClient | SNSClient;

/** Not every application talks to every store. */
function clientOf(
  app: INestApplicationContext,
  token: Parameters<INestApplicationContext['get']>[0],
): Client | undefined {
  try {
    return app.get<Client>(token, { strict: false });
  } catch {
    return undefined;
  }
}
