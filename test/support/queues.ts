import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientDefaults } from '../../src/aws/aws-client';
import { loadConfig } from '../../src/config/config';
import { resourceName } from '../../src/messaging/queues';

type Environment = Readonly<Record<string, string>>;

/** Takes every message that waits in a queue, by the name that `queues.ts` gives it. */
export async function takeAll(environment: Environment, name: string): Promise<Message[]> {
  const config = loadConfig(environment);
  const client = new SQSClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SQS));
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: resourceName(config.STAGE, name) }));
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

export const bodiesOf = (messages: readonly Message[]): unknown[] =>
  messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);
