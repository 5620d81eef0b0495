import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  ScanCommand,
  ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { TABLE_IDS, TableId, TABLES, TTL_ATTRIBUTE } from '../database/tables';

/** DynamoDB deletes what has expired within days, so that nobody may rely on it; an hour shows that as well. */
const LATE_SECONDS = 3_600;

/** Deletes what expired over an hour ago, as DynamoDB's TTL does and its stand-in does not. */
export async function sweepExpired(
  client: DynamoDBClient,
  tables: Readonly<Record<TableId, string>>,
  nowSeconds: number,
): Promise<number> {
  let deleted = 0;
  for (const id of TABLE_IDS) deleted += await sweepTable(client, id, tables[id], nowSeconds - LATE_SECONDS);
  return deleted;
}

async function sweepTable(client: DynamoDBClient, id: TableId, TableName: string, before: number): Promise<number> {
  const key: readonly string[] = Object.values(TABLES[id].key);
  const expired = {
    ExpressionAttributeNames: { '#ttl': TTL_ATTRIBUTE },
    ExpressionAttributeValues: { ':before': { N: String(before) } },
  };
  let deleted = 0;
  let page: Pick<ScanCommandInput, 'ExclusiveStartKey'> = {};
  for (;;) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({ TableName, FilterExpression: '#ttl < :before', ...expired, ...page }),
    );
    for (const item of Items) {
      const Key = Object.fromEntries(Object.entries(item).filter(([name]) => key.includes(name)));
      deleted += await client
        .send(new DeleteItemCommand({ TableName, Key, ConditionExpression: '#ttl < :before', ...expired }))
        .then(
          () => 1,
          (error: unknown) => {
            if (error instanceof ConditionalCheckFailedException) return 0;
            throw error;
          },
        );
    }
    if (LastEvaluatedKey === undefined) return deleted;
    page = { ExclusiveStartKey: LastEvaluatedKey };
  }
}
