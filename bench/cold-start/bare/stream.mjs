/** The least that a relay can be: it publishes each changed record. */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const client = new SNSClient({ region: 'us-east-1' });

export const handler = async ({ Records }) => {
  for (const { dynamodb } of Records)
    await client.send(
      new PublishCommand({ TopicArn: process.env.EVENTS_TOPIC_ARN, Message: JSON.stringify(dynamodb.NewImage) }),
    );
  return { batchItemFailures: [] };
};
