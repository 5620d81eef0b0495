import { CreateTableCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../src/config/config';
import type { Filled } from '../../../src/database/backfill';
import { Database } from '../../../src/database/database';
import { keyAttributes, tableName, TABLES, upToIndex } from '../../../src/database/tables';
import { Clock } from '../../../src/kernel/clock';
import { newOrderId } from '../../../src/kernel/ids';
import { platformClient } from '../../../src/local/embedded-client';
import { startEmbeddedStore } from '../../../src/local/embedded-store';
import { LocalServer, startLocalServer } from '../../../src/local/local-server';
import { runBackfill } from '../../../src/operations/backfill';
import { createOrder, Order } from '../../../src/orders/order';
import { orderForm } from '../../../src/orders/orders.repository';
import { orderInput } from '../../../src/orders/order.fixture';
import { usePlatform } from '../../support/platform';

const ORDERS = Array.from({ length: 25 }, (_, n) =>
  createOrder(orderInput({ reference: `R-${n}` }), {
    orderId: newOrderId(Date.parse('2026-11-21T15:04:05.123Z') + n),
    writeId: `w${n}`,
    igvPercent: 18,
  }),
);
const order = (n: number): Order => ORDERS[n] as Order;
/** As the version before stored it: without the keys of later indexes. */
const oldForm = (n: number): Record<string, unknown> => ({ ...order(n), status_shard: 'CREATED#0' });

describe('a data folder of an older version', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dinex-test-'));
  let server: LocalServer;
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('is given the indexes that it lacks, and its orders the keys of those', async () => {
    mkdirSync(folder, { recursive: true });
    const store = await startEmbeddedStore(join(folder, 'tables.db'));
    const old = new DynamoDBClient(platformClient('us-east-1', store.endpoint));
    const { key, indexes } = upToIndex(TABLES.orders, 1);
    await old.send(
      new CreateTableCommand({
        TableName: tableName('local', 'orders'),
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: key.partition, KeyType: 'HASH' },
          { AttributeName: key.sort ?? '', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: keyAttributes({ key, indexes, stream: true }).map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, { partition, sort = '' }]) => ({
          IndexName,
          KeySchema: [
            { AttributeName: partition, KeyType: 'HASH' },
            { AttributeName: sort, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        })),
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
    const documents = DynamoDBDocumentClient.from(old, { marshallOptions: { removeUndefinedValues: true } });
    for (const n of [1, 2, 3])
      await documents.send(new PutCommand({ TableName: tableName('local', 'orders'), Item: oldForm(n) }));
    old.destroy();
    await store.stop();

    server = await startLocalServer({ PORT: '0', LOG_LEVEL: 'SILENT', METRICS: 'off' }, folder);
    expect(server.platform.grown).toEqual(['orders']);
    const list = await fetch(`${server.url}/orders`).then(
      async (answer) => (await answer.json()) as { items: Order[] },
    );
    expect(list.items.map(({ reference }) => reference)).toEqual(['R-3', 'R-2', 'R-1']);
  });
});

describe('a backfill', () => {
  const platform = usePlatform();
  const table = tableName('local', 'orders');
  let client: DynamoDBDocumentClient;
  const config = () => loadConfig(platform.environment);
  const backfill = () => new Database(client, config(), new Clock()).backfill('orders', orderForm(config()));
  const stored = async () => (await client.send(new ScanCommand({ TableName: table }))).Items ?? [];
  beforeAll(() => {
    client = DynamoDBDocumentClient.from(
      new DynamoDBClient(platformClient('us-east-1', platform.environment.AWS_ENDPOINT_URL_DYNAMODB)),
      { marshallOptions: { removeUndefinedValues: true } },
    );
  });
  afterAll(() => {
    client.destroy();
  });
  const put = (item: Record<string, unknown>) => client.send(new PutCommand({ TableName: table, Item: item }));

  it('goes on where it was interrupted, changes nothing else and nothing twice', async () => {
    for (let n = 0; n < 25; n++) await put(oldForm(n));
    const pages: Filled[] = [];
    const byTen = { page: async (_: number, after?: Filled['next']) => ({ ...(await backfill().page(10, after)) }) };
    const interrupted = runBackfill(byTen, { read: 0, filled: 0 }, ({ next, ...rest }) => {
      pages.push({ ...rest, next });
      if (pages.length === 2) throw new Error('killed');
    });
    await expect(interrupted).rejects.toThrow('killed');
    const before = pages[1] as Filled;
    expect([before.read, before.filled]).toEqual([20, 20]);
    const { next, ...counted } = before;
    expect(await runBackfill(byTen, { ...counted, ...(next && { next }) }, () => undefined)).toEqual({
      read: 25,
      filled: 25,
    });
    const items = await stored();
    expect(items).toHaveLength(25);
    for (const { list_shard, ...rest } of items) {
      expect(list_shard).toMatch(/^#\d$/);
      expect(rest).toMatchObject(
        JSON.parse(JSON.stringify(oldForm(Number(String(rest.reference).slice(2))))) as object,
      );
    }
    expect(await runBackfill(byTen, { read: 0, filled: 0 }, () => undefined)).toEqual({ read: 25, filled: 0 });
  });

  it('leaves alone what somebody changes at the same moment', async () => {
    await put(oldForm(1));
    const slow = backfill();
    const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
    // Between reading and writing another request replaces the order, in the form of today.
    const changed = { ...orderForm(config()).write?.(order(1)), version: 2, notes: 'changed' };
    const meanwhile = jest.spyOn(client, 'send').mockImplementation((async (command: object) => {
      if (command.constructor.name === 'UpdateCommand') await send(new PutCommand({ TableName: table, Item: changed }));
      return send(command);
    }) as never);
    expect(await slow.page(10)).toMatchObject({ read: 1, filled: 0 });
    meanwhile.mockRestore();
    expect(await stored()).toEqual([JSON.parse(JSON.stringify(changed))]);
  });

  it('puts what it fills into the index', async () => {
    await put(oldForm(1));
    await backfill().page(10);
    const { list_shard } = (await stored())[0] ?? {};
    const { Items } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'list_index',
        KeyConditionExpression: 'list_shard = :shard',
        ExpressionAttributeValues: { ':shard': { S: String(list_shard) } },
      }),
    );
    expect(Items).toHaveLength(1);
  });
});
