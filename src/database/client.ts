import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientDefaults } from '../aws/aws-client';
import type { Config } from '../config/config';

/** Returns the document client through which every repository talks to the store. */
export function createDocumentClient(config: Config): DynamoDBDocumentClient {
  const client = new DynamoDBClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_DYNAMODB, config));
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
  });
}
