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
      keyService: keyServiceOf(statement),
    })),
  );
}

const keyServiceOf = (statement: unknown): string | undefined => {
  const { StringEquals } = (at(statement, 'Condition') ?? {}) as { StringEquals?: Record<string, string> };
  return StringEquals?.['kms:ViaService'];
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

/** A stream is named by its time of birth, so the streams of one table are all that can be said. */
const isWildcard = (resource: unknown): boolean => JSON.stringify(resource).replaceAll('/stream/*', '').includes('*');

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

const noSecretInVariables: Check = (template) =>
  ofType(template, 'AWS::Lambda::Function').flatMap(([id, fn]) =>
    Object.entries((at(fn, 'Environment.Variables') ?? {}) as Record<string, unknown>).flatMap(([name, value]) => [
      ...unless(!/SECRET|PASSWORD|TOKEN|API_KEY/.test(name) || name.endsWith('_ARN'), `${id} holds ${name} itself`),
      ...unless(!JSON.stringify(value).includes('{{resolve:secretsmanager'), `${id} shows the secret ${name}`),
    ]),
  );

export const IAM_CHECKS = {
  nothingIsWildcard,
  variablesComeWithGrants,
  grantsComeWithVariables,
  keysComeWithGrants,
  noSecretInVariables,
};
