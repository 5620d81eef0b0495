import {
  keyAttributes,
  KeySchema,
  projectionOf,
  TABLE_IDS,
  TableDefinition,
  TableId,
  tableName,
  TABLES,
  TTL_ATTRIBUTE,
} from '../../src/database/tables';
import { at, Check, Entry, list, named, ofType, Properties, referred, StageTemplate, unless } from './template';
import { unlike } from './unlike';

const TABLE = 'AWS::DynamoDB::GlobalTable';

const tableOf = (template: StageTemplate, id: TableId): Entry | undefined =>
  named(template, TABLE, 'TableName', tableName(template.stage, id));

const keySchema = ({ partition, sort }: KeySchema): Properties[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' }]),
];

const forEachTable = (template: StageTemplate, check: (id: TableId, table: Entry | undefined) => string[]): string[] =>
  TABLE_IDS.flatMap((id) => check(id, tableOf(template, id)));

const tablesAsDefined: Check = (template) =>
  forEachTable(template, (id, table) => {
    const definition: TableDefinition = TABLES[id];
    const indexes = Object.entries(definition.indexes);
    return [
      ...unlike(table, id, {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: keySchema(definition.key),
        TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
        ...(definition.stream ? { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } } : {}),
        ...(indexes.length === 0
          ? {}
          : {
              GlobalSecondaryIndexes: indexes.map(([IndexName, schema]) => ({
                IndexName,
                KeySchema: keySchema(schema),
                Projection: projectionOf(schema),
              })),
            }),
      }),
    ];
  });

/** A stream is paid by nobody's use of it, but each one is a shard that somebody has to understand: only a replica needs more. */
const streamsAreRead: Check = (template) => {
  if (template.config.replica !== undefined) return [];
  const read = ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, { EventSourceArn }]) =>
    referred(EventSourceArn),
  );
  return ofType(template, TABLE)
    .filter(([, { StreamSpecification }]) => StreamSpecification !== undefined)
    .flatMap(([id]) => unless(read.includes(id), `nobody reads the stream of ${id}`));
};

const keyAttributesDeclared: Check = (template) =>
  forEachTable(template, (id, table) => {
    const declared = list(at(table?.[1], 'AttributeDefinitions')).map((one) => at(one, 'AttributeName'));
    return keyAttributes(TABLES[id])
      .filter((attribute) => !declared.includes(attribute))
      .map((attribute) => `${id} does not declare ${attribute}`);
  });

const tablesProtected: Check = (template) => {
  if (!template.config.protectData) return [];
  return forEachTable(template, (id, table) => {
    const replicas = list(at(table?.[1], 'Replicas'));
    return [
      ...unless(replicas.length > 0, `${id} has no settings of its own region`),
      ...replicas.flatMap((replica) => [
        ...unless(
          at(replica, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled') === true,
          `${id} has no PITR`,
        ),
        ...unless(at(replica, 'DeletionProtectionEnabled') === true, `${id} can be deleted`),
      ]),
      ...unless(
        table !== undefined && template.resources[table[0]]?.DeletionPolicy === 'Retain',
        `${id} goes with its stack`,
      ),
    ];
  });
};

const tablesUnderOurKey: Check = (template) => {
  if (!template.config.customerKey) return [];
  const [key] = ofType(template, 'AWS::KMS::Key');
  return [
    ...unlike(key, 'the key', { EnableKeyRotation: true }),
    ...forEachTable(template, (id, table) => [
      ...unless(at(table?.[1], 'SSESpecification.SSEType') === 'KMS', `${id} is not under KMS`),
      ...unless(
        list(at(table?.[1], 'Replicas')).some(
          (replica) => referred(at(replica, 'SSESpecification.KMSMasterKeyId')) === key?.[0],
        ),
        `${id} is not under our key`,
      ),
    ]),
  ];
};

/** Without these CloudWatch Logs makes no group, and no alarm or budget reaches its topic. */
const keyServesServices: Check = (template) => {
  if (!template.config.customerKey) return [];
  const [key] = ofType(template, 'AWS::KMS::Key');
  const allowed = list(at(key?.[1], 'KeyPolicy.Statement'))
    .filter((statement) => at(statement, 'Effect') === 'Allow')
    .map((statement) => JSON.stringify(at(statement, 'Principal.Service') ?? ''));
  const services = ['logs.us-east-1', 'cloudwatch', 'budgets', ...(template.config.auditTrail ? ['cloudtrail'] : [])];
  return services.flatMap((service) =>
    unless(
      allowed.some((principals) => principals.includes(`"${service}.amazonaws.com"`)),
      `${service} may not use our key`,
    ),
  );
};

/** What keeps its name beyond a failed first deployment is in the way of the second. Tables keep theirs for safety. */
const namesFreedByRollback: Check = ({ resources }) =>
  Object.entries(resources)
    .filter(([, { Type }]) =>
      ['AWS::Logs::LogGroup', 'AWS::Backup::BackupVault', 'AWS::SecretsManager::Secret'].includes(Type),
    )
    .flatMap(([id, { DeletionPolicy }]) => unless(DeletionPolicy !== 'Retain', `${id} would block a second try`));

const tablesBackedUp: Check = (template) => {
  if (!template.config.protectData) return [];
  const rules = ofType(template, 'AWS::Backup::BackupPlan').flatMap(([, plan]) =>
    list(at(plan, 'BackupPlan.BackupPlanRule')),
  );
  const saved = ofType(template, 'AWS::Backup::BackupSelection').flatMap(([, selection]) =>
    list(at(selection, 'BackupSelection.Resources')).map(referred),
  );
  return [
    ...unless(
      rules.some((rule) => at(rule, 'RuleName') === 'daily' && at(rule, 'Lifecycle.DeleteAfterDays') === 35),
      'there is no daily backup for 35 days',
    ),
    ...rules.flatMap((rule) =>
      unless(
        list(at(rule, 'CopyActions')).length === (template.config.backupCopies ?? []).length,
        `${String(at(rule, 'RuleName'))} backups are not copied to where they should be`,
      ),
    ),
    ...forEachTable(template, (id, table) => unless(saved.includes(table?.[0]), `${id} is not backed up`)),
  ];
};

export const DATA_CHECKS = {
  tablesAsDefined,
  streamsAreRead,
  keyAttributesDeclared,
  tablesProtected,
  tablesUnderOurKey,
  keyServesServices,
  namesFreedByRollback,
  tablesBackedUp,
};
