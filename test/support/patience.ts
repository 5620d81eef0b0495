import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { INestApplicationContext } from '@nestjs/common';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Deadlines that no request misses because the machine is busy. */
export const PATIENT = { REQUEST_DEADLINE_MS: '60000', LONG_REQUEST_DEADLINE_MS: '60000' };

/**
 * Lets the API wait for its tables as long as a busy machine makes them take; the time-outs it comes with would turn that into
 * failures. Tests of stores that do not answer leave them as they are.
 */
export function waitPatiently(api: INestApplicationContext): void {
  beSlowToGiveUp(api.get(DynamoDBDocumentClient));
}

/** The same for a worker, which talks to queues and topics too. */
export function workPatiently(worker: INestApplicationContext): void {
  for (const token of [DynamoDBDocumentClient, SQSClient, SNSClient] as const)
    beSlowToGiveUp(worker.get<DynamoDBDocumentClient | SQSClient | SNSClient>(token));
}

function beSlowToGiveUp({ config: { requestHandler } }: DynamoDBDocumentClient | SQSClient | SNSClient): void {
  if (!(requestHandler instanceof NodeHttpHandler)) throw new TypeError('The client has another handler than ours');
  requestHandler.updateHttpClientConfig('requestTimeout', 60_000);
  requestHandler.updateHttpClientConfig('connectionTimeout', 60_000);
}
