import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import { gunzipSync } from 'node:zlib';
import type { Config, Environment } from '../config/config';
import { createStreamHandler } from '../lambda/stream';
import { deadLetterName, DeadLetterSource, QUEUES, resourceName } from '../messaging/queues';
import { bootstrapWorker } from '../worker.module';
import { DeadLetter, dropDeadLetter, moveDeadLetter } from './dead-letters';

/** Returns the URL of a queue, by its name in `queues.ts`. @throws QueueDoesNotExist. */
export const urlOfQueue = async (client: SQSClient, config: Config, name: string): Promise<string> =>
  (await client.send(new GetQueueUrlCommand({ QueueName: resourceName(config.STAGE, name) }))).QueueUrl ?? '';

/** Tries a dead letter again. */
export type Redrive = (letter: DeadLetter) => Promise<void>;

/**
 * Runs `work` with what tries a dead letter again: a message goes back to the queue that it came from, and a stream record, which came
 * from none, is handled by the relay in this process.
 */
export async function withRedrive<T>(
  of: DeadLetterSource,
  client: SQSClient,
  config: Config,
  environment: Environment,
  work: (redrive: Redrive) => Promise<T>,
): Promise<T> {
  const from = await urlOfQueue(client, config, deadLetterName(of));
  if (of !== 'relay') {
    const to = await urlOfQueue(client, config, QUEUES[of].name);
    return work((letter) => moveDeadLetter(client, from, to, letter));
  }
  const worker = await bootstrapWorker(environment);
  try {
    const relay = createStreamHandler(worker);
    return await work(async (letter) => {
      // The handler reads nothing of a Lambda's context.
      const { batchItemFailures } = await relay({ Records: [recordOf(letter)] }, {} as Context);
      if (batchItemFailures.length > 0) throw new Error('it could not be published');
      await dropDeadLetter(client, from, letter.message);
    });
  } finally {
    await worker.close();
  }
}

function recordOf({ body, attributes }: DeadLetter): DynamoDBRecord {
  const packed = attributes.content_encoding === 'gzip+base64';
  // The relay wrote it from such a record; one that has been changed fails in the relay as a damaged record does.
  return JSON.parse(packed ? gunzipSync(Buffer.from(body, 'base64')).toString() : body) as DynamoDBRecord;
}
