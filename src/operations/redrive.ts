import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import { gunzipSync } from 'node:zlib';
import type { Config, Environment } from '../config/config';
import { createStreamHandler } from '../lambda/stream';
import { QUEUE_IDS, QueueId, QUEUES, RELAY_DEAD_LETTER, resourceName } from '../messaging/queues';
import { bootstrapWorker } from '../worker.module';
import { DeadLetter, dropDeadLetter, moveDeadLetter } from './dead-letters';

/** What an operator names: a queue by its id, or `relay` for the stream records that could not be published. */
export type DeadLetterQueue = QueueId | 'relay';
export const DEAD_LETTER_QUEUES: readonly DeadLetterQueue[] = [...QUEUE_IDS, 'relay'];

export const urlOfQueue = async (client: SQSClient, config: Config, name: string): Promise<string> =>
  (await client.send(new GetQueueUrlCommand({ QueueName: resourceName(config.STAGE, name) }))).QueueUrl ?? '';

export const deadLetterName = (queue: DeadLetterQueue): string =>
  queue === 'relay' ? RELAY_DEAD_LETTER.name : QUEUES[queue].deadLetter.name;

/** What tries a dead letter again. */
export type Redrive = (letter: DeadLetter) => Promise<void>;

/** Messages go back to the queue they came from. Stream records came from none: the relay takes them here, in this process. */
export async function withRedrive<T>(
  queue: DeadLetterQueue,
  client: SQSClient,
  config: Config,
  environment: Environment,
  work: (redrive: Redrive) => Promise<T>,
): Promise<T> {
  const from = await urlOfQueue(client, config, deadLetterName(queue));
  if (queue !== 'relay') {
    const to = await urlOfQueue(client, config, QUEUES[queue].name);
    return work((letter) => moveDeadLetter(client, from, to, letter));
  }
  const worker = await bootstrapWorker(environment);
  try {
    const relay = createStreamHandler(worker);
    return await work(async (letter) => {
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
  return JSON.parse(packed ? gunzipSync(Buffer.from(body, 'base64')).toString() : body) as DynamoDBRecord;
}
