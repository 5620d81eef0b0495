import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
  _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { undone } from './batch-answer';
import type { Checkpoints } from './checkpoints';
import { HandlerFactory, LambdaEnvironment } from './lambda-environment';
import { LoopControl, ReportFailure } from './loop';
import { streamEvent } from './stream-events';

export interface StreamOptions {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly region: string;
  readonly consumer: { readonly handler: string; readonly timeoutSeconds: number; readonly batchSize: number };
  readonly createHandler: HandlerFactory<DynamoDBStreamEvent>;
  readonly checkpoints: Checkpoints;
  /** Milliseconds to wait after an empty read. */
  readonly pollMs: number;
  readonly report: ReportFailure;
}

/** Hands one shard's records to a handler in order, from the checkpoint or the shard's beginning. */
export class ShardReader {
  private readonly environment: LambdaEnvironment<DynamoDBStreamEvent>;
  private iterator: string | undefined;
  /** When the oldest record that waits was written. */
  private waitingSince: number | undefined;

  constructor(
    private readonly options: StreamOptions,
    private readonly shardId: string,
    private readonly control: LoopControl,
  ) {
    const { handler, timeoutSeconds } = options.consumer;
    this.environment = new LambdaEnvironment(handler, options.createHandler, timeoutSeconds);
  }

  ageMs(): number {
    return this.waitingSince === undefined ? 0 : Date.now() - this.waitingSince;
  }

  /** Reads until the shard is closed and all of it handled, or until a stop. */
  async read(): Promise<void> {
    await this.control.repeat(`The shard ${this.shardId} cannot be read`, this.options.report, () => this.readBatch());
  }

  private async readBatch(): Promise<'done' | 'more'> {
    const { client, consumer, pollMs } = this.options;
    this.iterator ??= await this.startIterator();
    const { Records = [], NextShardIterator } = await client
      .send(new GetRecordsCommand({ ShardIterator: this.iterator, Limit: consumer.batchSize }))
      .catch((error: unknown) => {
        // It may have expired; the next try begins at the checkpoint.
        this.iterator = undefined;
        throw error;
      });
    const handled = await this.handle(Records);
    this.iterator = handled ? NextShardIterator : undefined;
    if (handled && NextShardIterator === undefined) return 'done';
    if (Records.length === 0) await this.control.pause(pollMs);
    return 'more';
  }

  /** Hands records to the handler, again from the first failed one on, until all are handled (returns true) or a stop (false). */
  private async handle(records: readonly StreamRecord[]): Promise<boolean> {
    let rest = records;
    for (let failures = 0; rest.length > 0;) {
      this.waitingSince = rest[0]?.dynamodb?.ApproximateCreationDateTime?.getTime();
      const done = await this.invoke(rest);
      if (done > 0) {
        this.options.checkpoints.set(this.options.streamArn, this.shardId, sequenceNumber(rest[done - 1]));
        failures = 0;
      }
      rest = rest.slice(done);
      if (rest.length > 0) await this.control.backOff(++failures);
      if (this.control.stopping) break;
    }
    if (rest.length === 0) this.waitingSince = undefined;
    return rest.length === 0;
  }

  /** Invokes the handler once. Returns how many records, from the first on, are handled. */
  private async invoke(records: readonly StreamRecord[]): Promise<number> {
    const { streamArn, region, report } = this.options;
    const ids = records.map(sequenceNumber);
    try {
      const failed = undone(await this.environment.invoke(streamEvent(records, streamArn, region)), ids);
      const first = ids.findIndex((id) => failed.has(id));
      return first === -1 ? records.length : first;
    } catch (error) {
      report(`A batch of ${streamArn} failed`, error);
      return 0;
    }
  }

  private async startIterator(): Promise<string> {
    const { client, streamArn, checkpoints } = this.options;
    const checkpoint = checkpoints.get(streamArn, this.shardId);
    const shard = { StreamArn: streamArn, ShardId: this.shardId };
    const horizon = new GetShardIteratorCommand({ ...shard, ShardIteratorType: 'TRIM_HORIZON' });
    const after = (SequenceNumber: string) =>
      new GetShardIteratorCommand({ ...shard, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber });
    const { ShardIterator = '' } = await client
      .send(checkpoint === undefined ? horizon : after(checkpoint))
      .catch((error: unknown) => {
        if (error instanceof TrimmedDataAccessException) return client.send(horizon);
        throw error;
      });
    return ShardIterator;
  }
}

const sequenceNumber = (record: StreamRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? '';
