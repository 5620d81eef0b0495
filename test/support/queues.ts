import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientDefaults } from '../../src/aws/aws-client';
import { loadConfig, ResourceNames } from '../../src/config/config';
import { QUEUE_IDS, QueueId, QUEUES, RELAY_DEAD_LETTER, resourceName } from '../../src/messaging/queues';
import { eventually } from './eventually';
import type { FaultProxy } from './fault-proxy';

type Environment = Readonly<Record<string, string>>;

/** Takes every message that waits in a queue, by the name that `queues.ts` gives it. */
export async function takeAll(environment: Environment, name: string): Promise<Message[]> {
  const config = loadConfig(environment);
  const client = new SQSClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SQS));
  const QueueUrl = queueUrls(config.resources).get(name);
  if (QueueUrl === undefined) throw new Error(`There is no queue ${name}`);
  const taken: Message[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    for (const { ReceiptHandle } of Messages) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    taken.push(...Messages);
  }
  client.destroy();
  return taken;
}

/** The address of each queue and dead-letter queue by its name, whatever stage it belongs to. */
const queueUrls = ({
  queues,
  deadLetters,
  relayDeadLetterUrl,
}: ResourceNames): ReadonlyMap<string, string | undefined> =>
  new Map([
    ...QUEUE_IDS.flatMap((id): [string, string | undefined][] => [
      [QUEUES[id].name, queues[id]],
      [QUEUES[id].deadLetter.name, deadLetters[id]],
    ]),
    [RELAY_DEAD_LETTER.name, relayDeadLetterUrl],
  ]);

export const bodiesOf = (messages: readonly Message[]): unknown[] =>
  messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);

/**
 * Gives back at once what a killed consumer held of a queue, as the queue itself would when its visibility time is over. To be
 * called when the consumer is dead; its last poll may still take messages, and is waited for.
 */
export async function giveBack(proxy: FaultProxy, environment: Environment, queue: QueueId): Promise<void> {
  const config = loadConfig(environment);
  const QueueUrl = config.resources.queues[queue];
  const name = resourceName(config.STAGE, QUEUES[queue].name);
  const polls = proxy.calls.filter(
    ({ operation, body }) =>
      operation === 'ReceiveMessage' && (JSON.parse(body) as { QueueUrl: string }).QueueUrl.endsWith(`/${name}`),
  );
  expect(polls.length).toBeGreaterThan(0);
  await eventually(() => {
    expect(polls.every(({ answer }) => answer !== undefined)).toBe(true);
  });
  const client = new SQSClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SQS));
  for (const { answer = '{}' } of polls)
    for (const { ReceiptHandle } of (JSON.parse(answer) as { Messages?: Message[] }).Messages ?? [])
      await client
        .send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
        // Handled and deleted before its consumer died.
        .catch(() => undefined);
  client.destroy();
}
