import { drop, Fault, inside, properties } from './fault';
import { list, Properties, StageTemplate } from '../template';

const table = (template: StageTemplate, name: string): Properties =>
  properties(template, 'AWS::DynamoDB::GlobalTable', 'TableName', `dinex-prod-${name}`);

export const DATA_FAULTS: readonly Fault[] = [
  {
    fault: 'a table is provisioned',
    found: 'tablesAsDefined',
    mutate: (t) => (table(t, 'orders').BillingMode = 'PROVISIONED'),
  },
  {
    fault: 'a TTL is off',
    found: 'tablesAsDefined',
    mutate: (t) => (inside(table(t, 'idempotency'), 'TimeToLiveSpecification').Enabled = false),
  },
  {
    fault: 'a stream is gone',
    found: 'tablesAsDefined',
    mutate: (t) => delete table(t, 'tracking').StreamSpecification,
  },
  {
    fault: 'a stream that nobody reads',
    found: 'streamsAreRead',
    mutate: (t) => (table(t, 'routes').StreamSpecification = { StreamViewType: 'NEW_AND_OLD_IMAGES' }),
  },
  {
    fault: 'an index is gone',
    found: 'tablesAsDefined',
    mutate: (t) => list(table(t, 'orders').GlobalSecondaryIndexes).pop(),
  },
  {
    fault: 'the index key is the bare status',
    found: 'tablesAsDefined',
    mutate: (t) => (inside(table(t, 'orders'), 'GlobalSecondaryIndexes.1.KeySchema.0').AttributeName = 'status'),
  },
  {
    fault: 'a GSI attribute is not declared',
    found: 'keyAttributesDeclared',
    mutate: (t) => list(table(t, 'orders').AttributeDefinitions).pop(),
  },
  {
    fault: 'PITR is off',
    found: 'tablesProtected',
    mutate: (t) =>
      (inside(table(t, 'orders'), 'Replicas.0.PointInTimeRecoverySpecification').PointInTimeRecoveryEnabled = false),
  },
  {
    fault: 'a table can be deleted',
    found: 'tablesProtected',
    mutate: (t) => (inside(table(t, 'routes'), 'Replicas.0').DeletionProtectionEnabled = false),
  },
  {
    fault: 'tables go with the stack',
    found: 'tablesProtected',
    mutate: (t) => {
      for (const resource of Object.values(t.resources))
        if (resource.Type.includes('GlobalTable')) resource.DeletionPolicy = 'Delete';
    },
  },
  {
    fault: 'a table is under the key of AWS',
    found: 'tablesUnderOurKey',
    mutate: (t) => delete table(t, 'orders').SSESpecification,
  },
  {
    fault: 'the key never rotates',
    found: 'tablesUnderOurKey',
    mutate: (t) => (properties(t, 'AWS::KMS::Key').EnableKeyRotation = false),
  },
  {
    fault: 'logs may not use the key',
    found: 'keyServesServices',
    mutate: (t) => list(inside(properties(t, 'AWS::KMS::Key'), 'KeyPolicy').Statement).splice(1, 1),
  },
  {
    fault: 'a log group outlives a failed first deployment',
    found: 'namesFreedByRollback',
    mutate: (t) => {
      for (const resource of Object.values(t.resources))
        if (resource.Type === 'AWS::Logs::LogGroup') resource.DeletionPolicy = 'Retain';
    },
  },
  {
    fault: 'there is no backup plan',
    found: 'tablesBackedUp',
    mutate: (t) => {
      drop(t, 'AWS::Backup::BackupPlan');
    },
  },
  {
    fault: 'a backup stays in its region',
    found: 'tablesBackedUp',
    mutate: (t) => delete inside(properties(t, 'AWS::Backup::BackupPlan'), 'BackupPlan.BackupPlanRule.1').CopyActions,
  },
  {
    fault: 'a table is not selected for backup',
    found: 'tablesBackedUp',
    mutate: (t) => list(inside(properties(t, 'AWS::Backup::BackupSelection'), 'BackupSelection').Resources).pop(),
  },
];
