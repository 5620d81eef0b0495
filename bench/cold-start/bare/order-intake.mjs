/** The least that a consumer of the orders queue can be: it stores each message. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));

export const handler = async ({ Records }) => {
  for (const { body } of Records) {
    const item = { order_id: JSON.parse(body).import_id, created_at: new Date().toISOString() };
    await client.send(new PutCommand({ TableName: process.env.ORDERS_TABLE, Item: item }));
  }
  return { batchItemFailures: [] };
};
