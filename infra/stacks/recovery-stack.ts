import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import { AccountPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { DAILY_DAYS, MONTHLY_DAYS, recoveryVaultName } from '../constructs/backup-plan';
import { Deployment, named } from '../deployment';
import type { BackupCopy } from '../stages';

/** Days in which the lock can still be taken off: AWS wants three. */
const SECOND_THOUGHTS = Duration.days(3);

export const createRecoveryStacks = (scope: Construct, deployment: Deployment): Stack[] =>
  (deployment.config.backupCopies ?? []).map((copy) => new RecoveryStack(scope, deployment, copy));

/** A vault elsewhere for copies of the backups: three days after it is made nobody, root included, deletes one before its time. */
class RecoveryStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, copy: BackupCopy) {
    const account = copy.account ?? deployment.env.account;
    super(scope, named(deployment, `recovery-${copy.region}`), {
      env: { region: copy.region, ...(account === undefined ? {} : { account }) },
      terminationProtection: true,
      description: `DINEX ${deployment.stage}: a locked vault for copies of the backups`,
    });
    const key = new Key(this, 'Key', {
      alias: `alias/${recoveryVaultName(deployment)}`,
      description: `DINEX ${deployment.stage}: copies of backups`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new BackupVault(this, 'Vault', {
      backupVaultName: recoveryVaultName(deployment),
      encryptionKey: key,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lockConfiguration: {
        minRetention: Duration.days(DAILY_DAYS),
        maxRetention: Duration.days(MONTHLY_DAYS),
        changeableFor: SECOND_THOUGHTS,
      },
      ...(copy.account === undefined ? {} : { accessPolicy: takesCopiesFrom(deployment) }),
    });
  }
}

/** Another account's vault takes what the stage's account sends. */
function takesCopiesFrom({ stage, env: { account } }: Deployment): PolicyDocument {
  if (account === undefined) throw new Error(`Copies of ${stage} to another account need its own: -c account=…`);
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new AccountPrincipal(account)],
        actions: ['backup:CopyIntoBackupVault'],
        resources: ['*'],
      }),
    ],
  });
}
