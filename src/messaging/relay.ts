import { cutTo } from '../kernel/cut';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { gzipSync } from 'node:zlib';
import { TABLE_IDS, TableId } from '../database/tables';
import type { AppLogger } from '../observability/logger';
import type { AppMetrics } from '../observability/metrics';
import { UnpublishableError } from './batcher';
import type { OutgoingMessage, Publisher } from './publisher';
import type { Image, TableStream } from './table-stream';
import { asError, messageOf } from '../kernel/thrown';

/** The longest message that SQS takes, less room for the attributes. */
const MAX_DEAD_LETTER_BYTES = 1024 * 1024 - 1024;

/** The outbox relay: publishes what a committed change of a table means, at least once. */
export class Relay {
  constructor(
    private readonly publisher: Publisher,
    private readonly streams: readonly TableStream[],
    private readonly tables: Readonly<Record<TableId, string>>,
    private readonly logger: AppLogger,
    private readonly metrics: AppMetrics,
  ) {}

  /**
   * Publishes what one record means; a record that cannot be published becomes a dead letter.
   *
   * @throws when publishing failed: the record is to be delivered again, with the same `event_id` in its messages.
   */
  async relay(record: DynamoDBRecord): Promise<void> {
    let messages: readonly OutgoingMessage[];
    try {
      messages = this.messagesOf(record);
    } catch (error) {
      await this.deadLetter(record, error);
      return;
    }
    const results = await Promise.allSettled(messages.map((message) => this.publisher.publish(message)));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [asError(result.reason)] : []));
    const retryable = failures.find((failure) => !(failure instanceof UnpublishableError));
    if (retryable !== undefined) throw retryable;
    if (failures.length > 0) await this.deadLetter(record, failures[0]);
    else this.countEvents(messages);
  }

  /** Counts orders made and parcels moved, as metrics: `order_created`, `order_status_changed`, … */
  private countEvents(messages: readonly OutgoingMessage[]): void {
    for (const { to, body } of messages)
      if (to === 'events' && 'type' in body && typeof body.type === 'string')
        this.metrics.count(body.type.replace('.', '_'));
  }

  private messagesOf(record: DynamoDBRecord): readonly OutgoingMessage[] {
    if (record.eventName === 'REMOVE') return [];
    const table = this.tableOf(record);
    const after = imageOf(record.dynamodb?.NewImage);
    if (after === undefined) throw new Error('the record has no new image');
    const before = imageOf(record.dynamodb?.OldImage);
    return this.streams
      .filter((stream) => stream.table === table)
      .flatMap((stream) => stream.messagesOf({ before, after }));
  }

  private tableOf({ eventSourceARN = '' }: DynamoDBRecord): TableId {
    const name = /:table\/([^/]+)\/stream\//.exec(eventSourceARN)?.[1];
    const table = TABLE_IDS.find((id) => this.tables[id] === name);
    if (table === undefined) throw new Error(`unknown table ${name ?? eventSourceARN}`);
    return table;
  }

  private async deadLetter(record: DynamoDBRecord, error: unknown): Promise<void> {
    const reason = messageOf(error);
    await this.publisher.deadLetter('relay', ...letterOf(record, reason));
    this.metrics.count('relay_dead_letters');
    this.logger.failure('A stream record went to the relay dead letters', new Error(reason), placeOf(record));
  }
}

/** Returns where a record stood, for the log, and nothing of what it holds. */
export const placeOf = ({ eventSourceARN, dynamodb }: DynamoDBRecord): Record<string, unknown> => ({
  source: eventSourceARN,
  sequence_number: dynamodb?.SequenceNumber,
});

function imageOf(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Image | undefined {
  // The event types of aws-lambda and the SDK differ in binary values alone, which no table has.
  return image === undefined ? undefined : unmarshall(image as Record<string, AttributeValue>);
}

/**
 * Returns body and attributes of a dead letter: the whole record, so that the relay can be handed it again. Two images that are
 * longer than a message are packed.
 */
function letterOf(record: DynamoDBRecord, reason: string): [string, Record<string, string>] {
  const body = JSON.stringify(record);
  const attributes = { reason: cutTo(reason, 200), source: record.eventSourceARN ?? 'unknown' };
  if (Buffer.byteLength(body) <= MAX_DEAD_LETTER_BYTES) return [body, attributes];
  return [gzipSync(body).toString('base64'), { ...attributes, content_encoding: 'gzip+base64' }];
}
