import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientDefaults } from '../../../src/aws/aws-client';
import { Platform, startPlatform } from '../../../src/local/platform';
import { startEmbeddedStore } from '../../../src/local/embedded-store';

const HOUR = 3_600;
const NOW = 1_800_000_000;
let platform: Platform;
let client: DynamoDBClient;

beforeAll(async () => {
  platform = await startPlatform({ dataDir: null, stage: 'test' });
  client = new DynamoDBClient(clientDefaults('us-east-1', platform.environment.AWS_ENDPOINT_URL_DYNAMODB));
});
beforeEach(() => {
  platform.clear();
});
afterAll(async () => {
  client.destroy();
  await platform.stop();
});

describe('the sweeper', () => {
  it('deletes what expired over an hour ago, in every table, and nothing else', async () => {
    const put = (table: string, key: Record<string, { S: string }>, ttl?: number) =>
      client.send(
        new PutItemCommand({
          TableName: platform.environment[`${table}_TABLE`],
          Item: { ...key, ...(ttl === undefined ? {} : { ttl: { N: String(ttl) } }) },
        }),
      );
    await put('PLANS', { plan_id: { S: 'long gone' } }, NOW - 2 * HOUR);
    await put('PLANS', { plan_id: { S: 'just expired' } }, NOW - 60);
    await put('PLANS', { plan_id: { S: 'alive' } }, NOW + HOUR);
    await put('PLANS', { plan_id: { S: 'without' } });
    await put('ORDERS', { order_id: { S: 'o' }, created_at: { S: 't' } }, NOW - 2 * HOUR);
    expect(await platform.sweepExpired(NOW)).toBe(2);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: platform.environment.PLANS_TABLE }));
    expect(Items.map(({ plan_id }) => plan_id?.S).sort()).toEqual(['alive', 'just expired', 'without']);
  });
});

describe('the platform', () => {
  it('counts what waits in each queue', async () => {
    expect(await platform.queueDepths()).toMatchObject({ 'orders-queue': 0, 'notifications-dlq': 0, 'relay-dlq': 0 });
  });
});

describe('the table store', () => {
  it('goes on numbering stream records after it has forgotten all but the newest', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dinex-test-'));
    const store = await startEmbeddedStore(join(folder, 'tables.db'));
    const settings = clientDefaults('us-east-1', store.endpoint);
    const tables = new DynamoDBClient(settings);
    const streams = new DynamoDBStreamsClient(settings);
    const TableName = 'streamed';
    const { TableDescription } = await tables.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
    const StreamArn = TableDescription?.LatestStreamArn;
    const write = (id: string) => tables.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
    const sequence = async (): Promise<string[]> => {
      const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
      const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
      const { ShardIterator } = await streams.send(
        new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
      );
      const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
      return Records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
    };
    for (const id of ['a', 'b', 'c']) await write(id);
    expect(await sequence()).toEqual(['1', '2', '3']);
    store.trimStreams(-HOUR);
    await write('d');
    expect(await sequence()).toEqual(['3', '4']);
    tables.destroy();
    streams.destroy();
    await store.stop();
    rmSync(folder, { recursive: true });
  });
});
