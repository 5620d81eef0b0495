import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Deployment, named } from '../deployment';
import { trailName } from './audit-trail';

/** The stage's own key, usable by our functions through IAM and by the AWS services that write on our behalf. */
export function createStageKey(scope: Construct, deployment: Deployment): Key {
  const key = new Key(scope, 'StageKey', {
    alias: `alias/${named(deployment, 'data')}`,
    description: `DINEX ${deployment.stage}: tables, topics, logs, variables, secrets`,
    enableKeyRotation: true,
    // A second region needs the same key material, and a key cannot become multi-region later.
    multiRegion: true,
    pendingWindow: Duration.days(30),
    removalPolicy: deployment.config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const { account, region, partition } = Stack.of(scope);
  key.addToResourcePolicy(
    serviceStatement(`logs.${region}.amazonaws.com`, LOG_ACTIONS, {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
    }),
  );
  for (const service of ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'])
    key.addToResourcePolicy(
      serviceStatement(service, ['kms:Decrypt', 'kms:GenerateDataKey'], {
        StringEquals: { 'aws:SourceAccount': account },
      }),
    );
  if (deployment.config.auditTrail)
    key.addToResourcePolicy(
      serviceStatement('cloudtrail.amazonaws.com', ['kms:GenerateDataKey', 'kms:DescribeKey'], {
        StringEquals: {
          'aws:SourceArn': `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName(deployment)}`,
        },
      }),
    );
  return key;
}

const LOG_ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:DescribeKey',
];

const serviceStatement = (service: string, actions: string[], conditions: Record<string, Record<string, string>>) =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(service)],
    actions,
    resources: ['*'],
    conditions,
  });
