import { CHANNEL_SECRETS, secretArnVariable } from '../../src/config/channel-settings';
import { TABLE_IDS, tableName, tableVariable } from '../../src/database/tables';
import { deadLetterVariable, QUEUE_IDS, queueVariable, RELAY_DEAD_LETTER, TOPICS } from '../../src/messaging/queues';
import { at, Check, list, ofType, referred, StageTemplate, unless } from './template';

export interface Statement {
  readonly id: string;
  readonly role: string | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly excluded: readonly unknown[];
  readonly grants: boolean;
  readonly conditional: boolean;
  /** The one address that mails may be sent from. */
  readonly mailFrom: string | undefined;
  /** The one service on whose behalf a key may be used. */
  readonly keyService: string | undefined;
}

const XRAY = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** What roles may do; key, queue, topic and bucket policies speak of their own resource only. */
export function statements(template: StageTemplate): Statement[] {
  const documents = [
    ...ofType(template, 'AWS::IAM::Policy').map(
      ([id, policy]) => [id, referred(list(policy.Roles)[0]), policy.PolicyDocument] as const,
    ),
    ...ofType(template, 'AWS::IAM::Role').flatMap(([id, role]) =>
      list(role.Policies).map((policy) => [id, id, at(policy, 'PolicyDocument')] as const),
    ),
  ];
  return documents.flatMap(([id, role, document]) =>
    list(at(document, 'Statement')).map((statement) => ({
      id,
      role,
      actions: many(at(statement, 'Action')).map(String),
      resources: many(at(statement, 'Resource') ?? []),
      excluded: many(at(statement, 'NotResource') ?? []),
      grants: at(statement, 'Effect') === 'Allow',
      conditional: at(statement, 'Condition') !== undefined,
      mailFrom: equal(statement, 'ses:FromAddress'),
      keyService: equal(statement, 'kms:ViaService'),
    })),
  );
}

/** What a condition key must equal. */
const equal = (statement: unknown, key: string): string | undefined => {
  const { StringEquals } = (at(statement, 'Condition') ?? {}) as { StringEquals?: Record<string, string> };
  return StringEquals?.[key];
};

const many = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);

const nothingIsWildcard: Check = (template) =>
  statements(template).flatMap(({ id, actions, resources, excluded, grants }) => [
    ...actions.filter((action) => grants && action.includes('*')).map((action) => `${id} allows ${action}`),
    ...unless(
      actions.every((action) => XRAY.includes(action)) || !resources.some(isWildcard),
      `${id} allows ${actions.join(', ')} on more than it uses`,
    ),
    ...unless(
      excluded.length === 0 || (actions.join() === 'sns:Publish' && excluded.join() === EVERY_TOPIC),
      `${id} allows ${actions.join(', ')} on everything but something`,
    ),
  ]);

/** A phone has no ARN: everything but topics is what IAM can say of an SMS. */
const EVERY_TOPIC = 'arn:aws:sns:*:*:*';

/** A stream, of a table or of a log, is named by its time of birth, so those of one table or log are all that can be said. */
const isWildcard = (resource: unknown): boolean =>
  JSON.stringify(resource).replaceAll('/stream/*', '').replaceAll(':log-stream:*', '').includes('*');

/** @param isKnown Whether AWS has this action: a misspelt one deploys well and fails at night. */
export const actionsExist =
  (isKnown: (action: string) => boolean): Check =>
  (template) =>
    statements(template).flatMap(({ id, actions }) =>
      actions.filter((action) => !isKnown(action)).map((action) => `${id} names ${action}, which AWS does not have`),
    );

/** A variable that names a resource comes with a grant for it. */
const variablesComeWithGrants: Check = (template) =>
  ofType(template, 'AWS::Lambda::Function').flatMap(([id, fn]) => {
    const allowed = JSON.stringify(
      statements(template).filter(({ role, grants }) => grants && role === referred(fn.Role)),
    );
    const variables = Object.entries((at(fn, 'Environment.Variables') ?? {}) as Record<string, unknown>);
    return variables
      .filter(([name]) => RESOURCE_VARIABLES.has(name))
      .flatMap(([name, value]) =>
        unless(
          allowed.includes(referred(value) ?? (typeof value === 'string' ? `table/${value}` : '?')),
          `${id} is told ${name} and may not use it`,
        ),
      );
  });

const RESOURCE_VARIABLES = new Set([
  ...TABLE_IDS.map(tableVariable),
  ...QUEUE_IDS.map(queueVariable),
  ...QUEUE_IDS.map(deadLetterVariable),
  RELAY_DEAD_LETTER.variable,
  ...Object.values(TOPICS).map(({ variable }) => variable),
  ...CHANNEL_SECRETS.map(secretArnVariable),
  'PRIVACY_KEY_ARN',
  'LINK_KEYS_ARN',
]);

/** A grant on a table comes with the variable that names it. */
const grantsComeWithVariables: Check = (template) =>
  ofType(template, 'AWS::Lambda::Function').flatMap(([id, fn]) => {
    const allowed = JSON.stringify(
      statements(template).filter(({ role, grants }) => grants && role === referred(fn.Role)),
    );
    return TABLE_IDS.filter((table) => allowed.includes(`table/${tableName(template.stage, table)}"`)).flatMap(
      (table) =>
        unless(
          at(fn, `Environment.Variables.${tableVariable(table)}`) === tableName(template.stage, table),
          `${id} may use ${table} and is not told its name`,
        ),
    );
  });

/** What a role needs of the key to do this with something that is under it; the key may be used for that service alone. */
const KEY_USES = [
  { used: /^dynamodb:/, service: 'dynamodb', needed: ['kms:Decrypt'] },
  { used: /^dynamodb:(Put|Update|Delete)Item$/, service: 'dynamodb', needed: ['kms:Encrypt', 'kms:GenerateDataKey'] },
  { used: /^sns:Publish$/, service: 'sns', needed: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  { used: /^secretsmanager:GetSecretValue$/, service: 'secretsmanager', needed: ['kms:Decrypt'] },
] as const;

const keysComeWithGrants: Check = (template) => {
  if (!template.config.customerKey) return [];
  const all = statements(template).filter(({ grants }) => grants);
  return KEY_USES.flatMap(({ used, service, needed }) => {
    const may = (role: string | undefined, action: string): boolean =>
      all.some(
        ({ role: holder, actions, keyService = `${service}.` }) =>
          holder === role && actions.includes(action) && keyService.startsWith(`${service}.`),
      );
    // What names no resource (a text message) is under no key.
    const users = all.filter(({ actions, resources }) => resources.length > 0 && actions.some((one) => used.test(one)));
    return [...new Set(users.map(({ role }) => role))].flatMap((role) =>
      needed
        .filter((action) => !may(role, action))
        .map((action) => `${String(role)} uses ${service} under our key without ${action}`),
    );
  });
};

/** A service may use what is ours on our own account's behalf only, or another account could have it do so (the confused deputy). */
const servicesActForUs: Check = (template) =>
  RESOURCE_POLICIES.flatMap(([type, document]) =>
    ofType(template, type).flatMap(([id, properties]) =>
      list(at(properties, `${document}.Statement`))
        .filter((statement) => at(statement, 'Effect') === 'Allow' && at(statement, 'Principal.Service') !== undefined)
        .flatMap((statement) =>
          unless(
            boundToUs(at(statement, 'Condition')),
            `${id} lets ${JSON.stringify(at(statement, 'Principal.Service'))} act for any account`,
          ),
        ),
    ),
  );

const RESOURCE_POLICIES = [
  ['AWS::KMS::Key', 'KeyPolicy'],
  ['AWS::SNS::TopicPolicy', 'PolicyDocument'],
  ['AWS::SQS::QueuePolicy', 'PolicyDocument'],
  ['AWS::S3::BucketPolicy', 'PolicyDocument'],
  ['AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy'],
  ['AWS::Backup::BackupVault', 'AccessPolicy'],
] as const;

/** CloudWatch Logs names its group, and so the account, in the encryption context. */
const BINDING = ['aws:SourceAccount', 'aws:SourceArn', 'kms:EncryptionContext:aws:logs:arn'];

const boundToUs = (condition: unknown): boolean =>
  Object.values((condition ?? {}) as Record<string, Record<string, unknown>>).some((keys) =>
    BINDING.some((key) => keys[key] !== undefined && keys[key] !== '*'),
  );

/** Lambda lets nobody call it but by a permission, which names the caller's resource or account. */
const callersActForUs: Check = (template) =>
  ofType(template, 'AWS::Lambda::Permission').flatMap(([id, { SourceArn, SourceAccount }]) =>
    unless(SourceArn !== undefined || SourceAccount !== undefined, `${id} lets any account's service call`),
  );

const mailsFromOneAddress: Check = (template) => {
  const senders = statements(template).filter(({ actions }) => actions.some((action) => action.startsWith('ses:Send')));
  const address = /<([^>]+)>/.exec(template.config.mailFrom)?.[1];
  return [
    ...unless(senders.length > 0, 'nobody may send mails'),
    ...senders.flatMap(({ id, mailFrom }) =>
      unless(mailFrom !== undefined && mailFrom === address, `${id} may send mails as any address of the domain`),
    ),
  ];
};

const noSecretInVariables: Check = (template) =>
  ofType(template, 'AWS::Lambda::Function').flatMap(([id, fn]) =>
    Object.entries((at(fn, 'Environment.Variables') ?? {}) as Record<string, unknown>).flatMap(([name, value]) => [
      ...unless(
        !/SECRET|PASSWORD|TOKEN|API_KEY|PRIVACY_KEY|LINK_KEYS/.test(name) || name.endsWith('_ARN'),
        `${id} holds ${name} itself`,
      ),
      ...unless(!JSON.stringify(value).includes('{{resolve:secretsmanager'), `${id} shows the secret ${name}`),
    ]),
  );

export const IAM_CHECKS = {
  nothingIsWildcard,
  variablesComeWithGrants,
  grantsComeWithVariables,
  keysComeWithGrants,
  servicesActForUs,
  callersActForUs,
  mailsFromOneAddress,
  noSecretInVariables,
};
