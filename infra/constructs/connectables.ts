import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { TableId, TABLES, tableVariable } from '../../src/database/tables';
import { Deployment, tableInUse } from '../deployment';
import type { Connectable, Grant } from './connect';

const READ_ACTIONS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
/** Transactions are authorised by the actions they consist of. */
const WRITE_ACTIONS = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
];
const TABLE_KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** A stream is encrypted as its table is. */
const STREAM_KEY_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey'];

export type TableAccess = 'read' | 'readWrite' | 'stream';
export type TableConnection = Connectable<TableAccess>;
export type QueueConnection = Connectable<'send' | 'inspect'>;

/**
 * The ARN follows from the name, not from a stack's export: a table that a restore made takes the place of the stack's own, and
 * an export in use could not be removed.
 */
export const tableArn = (stack: Stack, name: string): string =>
  stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: name });

export function tableConnection(
  stack: Stack,
  deployment: Deployment,
  id: TableId,
  key: IKey | undefined,
): TableConnection {
  const name = tableInUse(deployment, id);
  const arn = tableArn(stack, name);
  const withIndexes = [arn, ...Object.keys(TABLES[id].indexes).map((index) => `${arn}/index/${index}`)];
  const keyGrants = key === undefined ? [] : [viaService(key, 'dynamodb', stack.region, TABLE_KEY_ACTIONS)];
  const read: Grant = { actions: READ_ACTIONS, resources: withIndexes };
  return {
    variable: tableVariable(id),
    value: name,
    grants: {
      read: [read, ...keyGrants],
      stream: [
        { actions: ['dynamodb:ListStreams'], resources: [streamsOf(arn)] },
        ...(key === undefined ? [] : [viaService(key, 'dynamodb', stack.region, STREAM_KEY_ACTIONS)]),
      ],
      readWrite: [read, { actions: WRITE_ACTIONS, resources: [arn] }, ...keyGrants],
    },
  };
}

/** A stream is named by its time of birth. */
export const streamsOf = (table: string): string => `${table}/stream/*`;

export const queueConnection = (variable: string, queue: IQueue): QueueConnection => ({
  variable,
  value: queue.queueUrl,
  grants: {
    send: [{ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }],
    inspect: [{ actions: ['sqs:GetQueueAttributes'], resources: [queue.queueArn] }],
  },
});

export const topicConnection = (variable: string, topic: ITopic, key: IKey | undefined): Connectable<'publish'> => ({
  variable,
  value: topic.topicArn,
  grants: {
    publish: [
      { actions: ['sns:Publish'], resources: [topic.topicArn] },
      ...(key === undefined
        ? []
        : [viaService(key, 'sns', Stack.of(topic).region, ['kms:Decrypt', 'kms:GenerateDataKey'])]),
    ],
  },
});

export const secretConnection = (variable: string, secret: ISecret, key: IKey | undefined): Connectable<'read'> => ({
  variable,
  value: secret.secretArn,
  grants: {
    read: [
      { actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] },
      ...(key === undefined ? [] : [viaService(key, 'secretsmanager', Stack.of(secret).region, ['kms:Decrypt'])]),
    ],
  },
});

/** The sender's address decides which verified identity an e-mail is sent as. */
export const mailConnection = (stack: Stack, mailFrom: string): Connectable<'send'> => ({
  variable: 'MAIL_FROM',
  value: mailFrom,
  grants: {
    send: [
      {
        actions: ['ses:SendEmail'],
        resources: [stack.formatArn({ service: 'ses', resource: 'identity', resourceName: domainOf(mailFrom) })],
      },
    ],
  },
});

/** Amazon Location is a service without resources of ours: its ARN names the provider. */
export const locationGrant = (stack: Stack, service: 'geo-places' | 'geo-routes', action: string): Grant => ({
  actions: [`${service}:${action}`],
  resources: [
    Arn.format(
      {
        service,
        account: '',
        resource: 'provider',
        resourceName: 'default',
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      },
      stack,
    ),
  ],
});

const viaService = (key: IKey, service: string, region: string, actions: readonly string[]): Grant => ({
  actions,
  resources: [key.keyArn],
  conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
});

const domainOf = (address: string): string => /@([^>\s]+)/.exec(address)?.[1] ?? address;
