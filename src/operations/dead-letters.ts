import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

export interface DeadLetter {
  readonly id: string;
  readonly body: string;
  readonly sentAt: string;
  readonly receives: number;
  /** Message attributes; `reason` says why, where the sender knew it. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly message: Message;
}

/** Nobody consumes a dead-letter queue, so holding its messages for a while is in nobody's way. */
const HOLD_SECONDS = 120;

/** Long enough that SQS asks all of its servers. */
const WAIT_SECONDS = 1;

/** Looks at every message of the queue while `work` runs; those that it does not delete are back at once afterwards. */
export async function holdDeadLetters<T>(
  client: SQSClient,
  queueUrl: string,
  work: (letters: readonly DeadLetter[]) => Promise<T>,
): Promise<T> {
  const held = new Map<string, DeadLetter>();
  try {
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: HOLD_SECONDS,
          WaitTimeSeconds: WAIT_SECONDS,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) break;
      for (const message of Messages) held.set(message.MessageId ?? '', deadLetter(message));
    }
    return await work([...held.values()]);
  } finally {
    for (const { message } of held.values()) await release(client, queueUrl, message);
  }
}

/** Puts it into another queue first and deletes it then: stopped between the two it is there twice, never lost. */
export async function moveDeadLetter(
  client: SQSClient,
  from: string,
  to: string,
  { message }: DeadLetter,
): Promise<void> {
  await client.send(
    new SendMessageCommand({
      QueueUrl: to,
      MessageBody: message.Body,
      MessageAttributes: message.MessageAttributes,
    }),
  );
  await dropDeadLetter(client, from, message);
}

export async function dropDeadLetter(client: SQSClient, queueUrl: string, message: Message): Promise<void> {
  await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }));
}

/** Deleted meanwhile, or visible again by itself: both are as good. */
async function release(client: SQSClient, queueUrl: string, { ReceiptHandle }: Message): Promise<void> {
  await client
    .send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
    .catch(() => undefined);
}

const deadLetter = (message: Message): DeadLetter => ({
  id: message.MessageId ?? '',
  body: message.Body ?? '',
  sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)).toISOString(),
  receives: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
  attributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue = '(binary)' }]) => [name, StringValue]),
  ),
  message,
});
