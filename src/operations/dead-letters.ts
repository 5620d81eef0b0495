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
  /** The message's attributes; `reason` says why it is here, where that was known. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly message: Message;
}

/** How long the messages stay hidden at most. Nobody consumes a dead-letter queue, so that this disturbs nobody. */
const HOLD_SECONDS = 120;

/** How long a request waits for messages: long enough that SQS asks all of its servers. */
const WAIT_SECONDS = 1;

/** Hands every message of a dead-letter queue to `work` and hides them meanwhile; those that it does not delete are visible again at once. */
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

/** Moves a dead letter to another queue. It is put there before it is deleted here: stopped between the two it is there twice, never lost. */
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

/** Deletes a dead letter for good. */
export async function dropDeadLetter(client: SQSClient, queueUrl: string, message: Message): Promise<void> {
  await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }));
}

/** Makes a message visible again. That fails for one that was deleted or is visible by itself, which is as good. */
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
