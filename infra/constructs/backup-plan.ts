import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Deployment, named } from '../deployment';
import { acknowledgeNag } from './suppressions';

export const DAILY_DAYS = 35;
export const MONTHLY_DAYS = 365;

/** `dinex-prod-recovery`, in whichever region and account the copies go to. */
export const recoveryVaultName = (deployment: Deployment): string => named(deployment, 'recovery');

const BACKUP_POLICY = 'service-role/AWSBackupServiceRolePolicyForBackup';

/** Daily for five weeks and monthly for a year: what PITR's 35 days cannot reach, in a vault that outlives the tables. */
export function createBackupPlan(
  scope: Construct,
  deployment: Deployment,
  tables: readonly ITable[],
  key: IKey | undefined,
): BackupPlan {
  const vault = new BackupVault(scope, 'BackupVault', {
    backupVaultName: named(deployment, 'vault'),
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    blockRecoveryPointDeletion: true,
    ...(key === undefined ? {} : { encryptionKey: key }),
  });
  const plan = new BackupPlan(scope, 'BackupPlan', {
    backupPlanName: named(deployment, 'tables'),
    backupVault: vault,
    backupPlanRules: [
      // 08:00 UTC is three in the morning in Lima.
      new BackupPlanRule({
        ruleName: 'daily',
        scheduleExpression: Schedule.cron({ hour: '8', minute: '0' }),
        deleteAfter: Duration.days(DAILY_DAYS),
        copyActions: copies(scope, deployment, DAILY_DAYS),
      }),
      new BackupPlanRule({
        ruleName: 'monthly',
        scheduleExpression: Schedule.cron({ day: '1', hour: '9', minute: '0' }),
        deleteAfter: Duration.days(MONTHLY_DAYS),
        copyActions: copies(scope, deployment, MONTHLY_DAYS),
      }),
    ],
  });
  const role = new Role(scope, 'BackupRole', {
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(BACKUP_POLICY)],
  });
  acknowledgeNag(role, {
    [`AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${BACKUP_POLICY}]`]:
      'AWS maintains what its backup service needs; only that service may assume the role.',
  });
  plan.addSelection('Tables', { resources: tables.map((table) => BackupResource.fromArn(table.tableArn)), role });
  return plan;
}

/** Each recovery point is copied to every vault that stands elsewhere, and lives there as long. */
const copies = (scope: Construct, deployment: Deployment, days: number) =>
  (deployment.config.backupCopies ?? []).map(({ region, account }) => {
    const stack = Stack.of(scope);
    const arn = stack.formatArn({
      service: 'backup',
      region,
      account: account ?? stack.account,
      resource: 'backup-vault',
      resourceName: recoveryVaultName(deployment),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const id = `Copies-${region}-${days}`;
    return { destinationBackupVault: BackupVault.fromBackupVaultArn(scope, id, arn), deleteAfter: Duration.days(days) };
  });
