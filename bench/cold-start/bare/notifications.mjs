/** The least that a notifier can be: it sends a mail for each message, and stores that it has. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
const mails = new SESv2Client({ region: 'us-east-1' });

export const handler = async ({ Records }) => {
  for (const { body } of Records) {
    const { event_id, status } = JSON.parse(body);
    await mails.send(
      new SendEmailCommand({
        FromEmailAddress: 'avisos@dinex.example',
        Destination: { ToAddresses: ['rosa@example.pe'] },
        Content: { Simple: { Subject: { Data: status }, Body: { Text: { Data: status } } } },
      }),
    );
    const item = { order_id: event_id, created_at: new Date().toISOString() };
    await client.send(new PutCommand({ TableName: process.env.ORDERS_TABLE, Item: item }));
  }
  return { batchItemFailures: [] };
};
