import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { QUEUES, RELAY_DEAD_LETTER, resourceName } from './queues';

/** Every queue and dead-letter queue, as `queues.ts` names it. */
const QUEUE_NAMES: readonly string[] = [
  ...Object.values(QUEUES).flatMap(({ name, deadLetter }) => [name, deadLetter.name]),
  RELAY_DEAD_LETTER.name,
];

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** How many messages each queue holds, those being handled included. */
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
