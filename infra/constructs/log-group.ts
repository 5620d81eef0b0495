import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { skipCheckov } from './suppressions';

export interface DinexLogGroupProps {
  readonly deployment: Deployment;
  readonly name: string;
  readonly key: IKey | undefined;
}

const RETENTION = { 7: RetentionDays.ONE_WEEK, 30: RetentionDays.ONE_MONTH };

/** A log group with the stage's retention: a group that Lambda makes by itself keeps its lines for ever. */
export function createLogGroup(scope: Construct, id: string, { deployment, name, key }: DinexLogGroupProps): LogGroup {
  const { config } = deployment;
  const group = new LogGroup(scope, id, {
    logGroupName: name,
    retention: RETENTION[config.logRetentionDays],
    // One that a failed first deployment left behind would block the second by its name.
    removalPolicy: config.protectData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    ...(key === undefined ? {} : { encryptionKey: key }),
  });
  if (key === undefined)
    skipCheckov(group, { CKV_AWS_158: 'CloudWatch encrypts logs itself; a key of our own is for staging and prod.' });
  return group;
}
