import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  paginateScan,
  TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { TTL_ATTRIBUTE } from '../../database/tables';
import { present } from '../../kernel/present';

/** The most items that DynamoDB takes in one batch. */
const BATCH = 25;

/** Plays a PITR restore: a new table with keys, indexes and items, then what a restore does not bring. Returns the number of items. */
export async function restoreInto(client: DynamoDBClient, source: string, target: string): Promise<number> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: source }));
  if (Table === undefined) throw new Error(`There is no table ${source}`);
  await client.send(new CreateTableCommand(definitionOf(Table, target)));
  await waitUntilTableExists({ client, minDelay: 0.05, maxDelay: 0.5, maxWaitTime: 30 }, { TableName: target });
  const copied = await copyItems(client, source, target);
  await client.send(
    new UpdateTableCommand({
      TableName: target,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: target,
      TimeToLiveSpecification: { Enabled: true, AttributeName: TTL_ATTRIBUTE },
    }),
  );
  return copied;
}

const definitionOf = (table: TableDescription, name: string): CreateTableCommand['input'] => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: table.KeySchema,
  AttributeDefinitions: table.AttributeDefinitions,
  ...present({
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
  }),
});

async function copyItems(client: DynamoDBClient, source: string, target: string): Promise<number> {
  let copied = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName: source, ConsistentRead: true }))
    for (let start = 0; start < Items.length; start += BATCH) {
      const batch = Items.slice(start, start + BATCH);
      await writeAll(
        client,
        target,
        batch.map((Item) => ({ PutRequest: { Item } })),
      );
      copied += batch.length;
    }
  return copied;
}

async function writeAll(client: DynamoDBClient, table: string, requests: WriteRequest[]): Promise<void> {
  for (let open = requests; open.length > 0;) {
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: open } }));
    open = UnprocessedItems?.[table] ?? [];
  }
}
