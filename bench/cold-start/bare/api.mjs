/** The least that a function behind API Gateway can be: it stores what it is sent. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));

export const handler = async (event) => {
  const { tracking_id } = JSON.parse(event.body);
  const item = { order_id: tracking_id, created_at: new Date().toISOString() };
  await client.send(new PutCommand({ TableName: process.env.ORDERS_TABLE, Item: item }));
  return { statusCode: 201, body: JSON.stringify(item) };
};
