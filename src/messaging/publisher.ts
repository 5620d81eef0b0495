import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { Batcher, PublishError, UnpublishableError } from './batcher';
import { DeadLetterSource, deadLetterVariable, QueueId, queueVariable, RELAY_DEAD_LETTER, TOPICS } from './queues';

/** Where a message goes: the topic that everyone may subscribe to, or one of our queues. */
export type Destination = 'events' | QueueId;

export interface OutgoingMessage {
  readonly to: Destination;
  readonly body: object;
}

/** Error codes that a further try will not change. `SenderFault` does not tell them, as it comes with throttling too. */
const PERMANENT_CODES = new Set([
  'InvalidParameter',
  'InvalidParameterValue',
  'InvalidMessageContents',
  'ValidationError',
]);

/** Publishes messages, batched across callers; each caller learns what became of its own. */
@Injectable()
export class Publisher {
  private readonly batchers = new Map<Destination, Batcher>();

  constructor(
    private readonly sns: SNSClient,
    private readonly sqs: SQSClient,
    private readonly config: Config,
  ) {}

  /**
   * Publishes one message, together with what others publish at the same time.
   *
   * @throws UnpublishableError for a message that no further try will help; after any other error one may.
   */
  publish({ to, body }: OutgoingMessage): Promise<void> {
    let batcher = this.batchers.get(to);
    if (batcher === undefined) {
      batcher = new Batcher((bodies) => (to === 'events' ? this.sendToTopic(bodies) : this.sendToQueue(to, bodies)));
      this.batchers.set(to, batcher);
    }
    return batcher.add(JSON.stringify(body));
  }

  /** Sends a message that its queue holds back for a while: at most 900 seconds. */
  async postpone(to: QueueId, body: object, delaySeconds: number): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: configured(this.config.resources.queues[to], queueVariable(to)),
        MessageBody: JSON.stringify(body),
        DelaySeconds: delaySeconds,
      }),
    );
  }

  /** Puts a queue's message, or a stream record of the relay, among the dead letters that an operator looks at. */
  async deadLetter(of: DeadLetterSource, body: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.deadLetterUrl(of),
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
      }),
    );
  }

  private deadLetterUrl(of: DeadLetterSource): string {
    const { relayDeadLetterUrl, deadLetters } = this.config.resources;
    return of === 'relay'
      ? configured(relayDeadLetterUrl, RELAY_DEAD_LETTER.variable)
      : configured(deadLetters[of], deadLetterVariable(of));
  }

  private async sendToTopic(bodies: readonly string[]): Promise<(Error | undefined)[]> {
    const { Failed } = await this.sns.send(
      new PublishBatchCommand({
        TopicArn: configured(this.config.resources.eventsTopicArn, TOPICS.events.variable),
        PublishBatchRequestEntries: bodies.map((Message, index) => ({ Id: String(index), Message })),
      }),
    );
    return outcomes(bodies.length, Failed);
  }

  private async sendToQueue(queue: QueueId, bodies: readonly string[]): Promise<(Error | undefined)[]> {
    const { Failed } = await this.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: configured(this.config.resources.queues[queue], queueVariable(queue)),
        Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
      }),
    );
    return outcomes(bodies.length, Failed);
  }
}

type Failure = { readonly Id?: string | undefined; readonly Code?: string | undefined };

function outcomes(length: number, failed: readonly Failure[] = []): (Error | undefined)[] {
  const result = new Array<Error | undefined>(length).fill(undefined);
  for (const { Id, Code = 'Unknown' } of failed)
    result[Number(Id)] = PERMANENT_CODES.has(Code) ? new UnpublishableError(Code) : new PublishError(Code);
  return result;
}

function configured(value: string | undefined, variable: string): string {
  if (value === undefined) throw new PublishError(`${variable} is not set`);
  return value;
}
