import { DescribeStreamCommand, DynamoDBStreamsClient, Shard } from '@aws-sdk/client-dynamodb-streams';
import { present } from '../kernel/present';
import { LoopControl } from './loop';
import type { EventSourceMapping } from './queue-source';
import { ShardReader, StreamOptions } from './shard-reader';

export interface StreamSource extends EventSourceMapping {
  /** Returns how far the handler is behind the writes: the age of the oldest record that waits, 0 when none does. */
  iteratorAgeMs(): number;
}

/** New shards appear hours apart on AWS and never in the stand-in. */
const RESHARD_CHECK_MS = 10_000;

/**
 * Plays Lambda's event source mapping of a DynamoDB stream: every shard in order, each with an environment of its own, so
 * that one that fails holds up no other.
 */
export function consumeStream(options: StreamOptions): StreamSource {
  const control = new LoopControl();
  const readers = new Map<string, ShardReader>();
  const open = new Map<string, Promise<void>>();
  const discovery = control.repeat(`The stream ${options.streamArn} cannot be read`, options.report, async () => {
    for (const { ShardId = '', ParentShardId = '' } of await shardsOf(options.client, options.streamArn)) {
      // A child holds later changes of the same keys than its parent.
      if (readers.has(ShardId) || open.has(ParentShardId)) continue;
      const reader = new ShardReader(options, ShardId, control);
      readers.set(ShardId, reader);
      open.set(
        ShardId,
        reader.read().then(() => void open.delete(ShardId)),
      );
    }
    await control.pause(RESHARD_CHECK_MS);
    return 'more';
  });
  return {
    iteratorAgeMs: () => Math.max(0, ...[...readers.values()].map((reader) => reader.ageMs())),
    stop: async () => {
      control.stop();
      await discovery;
      await Promise.all(open.values());
    },
  };
}

async function shardsOf(client: DynamoDBStreamsClient, streamArn: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand(present({ StreamArn: streamArn, ExclusiveStartShardId: after })),
    );
    shards.push(...(StreamDescription?.Shards ?? []));
    after = StreamDescription?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}
