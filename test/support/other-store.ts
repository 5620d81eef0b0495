import { DeleteItemCommand, DeleteTableCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { randomBytes } from 'node:crypto';
import { clientDefaults } from '../../src/aws/aws-client';
import { KeySchema, TABLE_IDS, tableName, TABLES } from '../../src/database/tables';

/** Another table store that the tests shall run against: DynamoDB Local, or DynamoDB itself. */
export const OTHER_STORE = process.env.DINEX_TEST_DYNAMODB_ENDPOINT;

/** A stage that nobody else uses: the store may be shared and outlives the tests. */
export const uniqueStage = (): string => `t${randomBytes(6).toString('hex')}`;

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ ...clientDefaults(process.env.AWS_REGION ?? 'us-east-1', endpoint), requestHandler: {} });

/** Deletes every item of the stage's tables. */
export async function emptyTables(endpoint: string, stage: string): Promise<void> {
  const client = clientOf(endpoint);
  for (const id of TABLE_IDS) {
    const { partition, sort }: KeySchema = TABLES[id].key;
    const TableName = tableName(stage, id);
    for await (const { Items = [] } of paginateScan({ client }, { TableName }))
      await Promise.all(
        Items.map((item) => {
          const names = Object.entries(item).filter(([name]) => name === partition || name === sort);
          return client.send(new DeleteItemCommand({ TableName, Key: Object.fromEntries(names) }));
        }),
      );
  }
  client.destroy();
}

export async function deleteTables(endpoint: string, stage: string): Promise<void> {
  const client = clientOf(endpoint);
  for (const id of TABLE_IDS) await client.send(new DeleteTableCommand({ TableName: tableName(stage, id) }));
  client.destroy();
}
