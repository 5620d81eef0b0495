import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '../aws/aws-client';
import type { Config } from '../config/config';

export const createSqsClient = (config: Config): SQSClient =>
  new SQSClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SQS, config));

export const createSnsClient = (config: Config): SNSClient =>
  new SNSClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SNS, config));
