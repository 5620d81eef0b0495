import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { TableId, TABLES, tableVariable } from '../../src/database/tables';
import { Deployment, tableInUse } from '../deployment';
import type { Connectable, Grant } from './connect';

/** Transactions are authorised by the actions they consist of. */
type TableAction =
  'GetItem' | 'BatchGetItem' | 'Query' | 'Scan' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

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

/** What a function does with a table, and which of its indexes it queries; the relay reads its stream alone. */
export type TableAccess<Id extends TableId = TableId> =
  'stream' | { readonly actions: readonly TableAction[]; readonly indexes?: readonly IndexOf<Id>[] };
type IndexOf<Id extends TableId> = Id extends TableId ? Extract<keyof (typeof TABLES)[Id]['indexes'], string> : never;

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
  access: TableAccess,
): Connectable<'use'> {
  const name = tableInUse(deployment, id);
  const keyActions = access === 'stream' ? STREAM_KEY_ACTIONS : TABLE_KEY_ACTIONS;
  const keyGrants = key === undefined ? [] : [viaService(key, 'dynamodb', stack.region, keyActions)];
  return {
    variable: tableVariable(id),
    value: name,
    grants: { use: [...tableGrants(tableArn(stack, name), access), ...keyGrants] },
  };
}

function tableGrants(arn: string, access: TableAccess): Grant[] {
  if (access === 'stream') return [{ actions: ['dynamodb:ListStreams'], resources: [streamsOf(arn)] }];
  const { actions, indexes = [] } = access;
  const ofTable = { actions: actions.map((action) => `dynamodb:${action}`), resources: [arn] };
  if (indexes.length === 0) return [ofTable];
  return [ofTable, { actions: ['dynamodb:Query'], resources: indexes.map((index) => `${arn}/index/${index}`) }];
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
