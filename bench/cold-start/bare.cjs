/** The least that a function with the same store can be: what every ratio is over. */
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, PutCommand } = require('@aws-sdk/lib-dynamodb');

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));

exports.handler = async () => {
  const key = { order_id: `bench-${process.pid}`, created_at: new Date().toISOString() };
  await client.send(new PutCommand({ TableName: process.env.ORDERS_TABLE, Item: key }));
  return { statusCode: 201 };
};
