import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { QUEUES, RELAY_DEAD_LETTER, resourceName } from './queues';

/** The names of every queue and dead-letter queue. */
const QUEUE_NAMES: readonly string[] = [
  ...Object.values(QUEUES).flatMap(({ name, deadLetter }) => [name, deadLetter.name]),
  RELAY_DEAD_LETTER.name,
];

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Returns how many messages each queue holds by its name, those being handled included. */
export async function queueDepths(client: SQSClient, stage: string): Promise<Record<string, number>> {
  const depth = async (name: string): Promise<[string, number]> => {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: resourceName(stage, name) }));
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }),
    );
    return [name, COUNTS.reduce((sum, count) => sum + Number(Attributes[count] ?? 0), 0)];
  };
  return Object.fromEntries(await Promise.all(QUEUE_NAMES.map(depth)));
}
