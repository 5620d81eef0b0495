import { statements } from '../../../infra/checks/iam';
import { at, list, named, ofType, Properties, referred, StageTemplate } from '../../../infra/checks/template';
import { HandlerName, STAGE_CONFIGS, StageConfig } from '../../../infra/stages';
import type { Grant, Need } from './grants';
import { arn } from './needs';

/** Required and not imported: the CDK's declarations are a million lines, which each check of the product's types would read. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { synthesize } = require('../../../infra/checks/synthesize') as {
  synthesize: (stage: 'prod', changed: { readonly config: StageConfig }) => StageTemplate;
};

/** A function as the templates make it. */
export interface DeployedFunction {
  /** Its variables; those that name what only the platform can name come from there. */
  variables(platform: Readonly<Record<string, string>>): Record<string, string>;
  /** What its role may do with the services that the guard plays. */
  readonly grants: readonly Grant[];
  /** What Lambda does in the role's name before and after the handler runs. */
  readonly polling: readonly Need[];
}

/** The template of prod with a webhook, under the names that the embedded platform gives its tables and queues. */
export function deployedStage(): StageTemplate {
  const config = { ...STAGE_CONFIGS.prod, channels: { WEBHOOK_URL: 'https://shop.example/events' } };
  const template = JSON.stringify(synthesize('prod', { config }));
  return JSON.parse(template.replaceAll('dinex-prod-', 'dinex-local-')) as StageTemplate;
}

export function deployedFunction(template: StageTemplate, handler: HandlerName): DeployedFunction {
  const [id, fn] = named(template, 'AWS::Lambda::Function', 'FunctionName', `dinex-local-${handler}`) ?? [];
  if (id === undefined) throw new Error(`There is no function ${handler}`);
  const variables = Object.entries(at(fn, 'Environment.Variables') as Properties);
  return {
    variables: (platform) =>
      Object.fromEntries(
        variables.map(([name, value]) => [
          name,
          typeof value === 'string' ? value : (platform[name] ?? resolve(template, value)),
        ]),
      ),
    grants: grantsOf(template, referred(fn?.Role)),
    polling: pollingOf(template, id),
  };
}

const GUARDED = /^(dynamodb|sqs|sns|ses|secretsmanager):/;

function grantsOf(template: StageTemplate, role: string | undefined): Grant[] {
  const found = new Map<string, Grant>();
  for (const statement of statements(template).filter((each) => each.role === role)) {
    const actions = statement.actions.filter((action) => GUARDED.test(action));
    const { mailFrom } = statement;
    if (actions.length > 0 && (!statement.grants || (statement.conditional && mailFrom === undefined)))
      throw new Error(`The guard knows neither Deny nor this condition, which ${statement.id} has`);
    for (const action of actions)
      for (const allBut of [false, true])
        for (const resource of allBut ? statement.excluded : statement.resources) {
          const from = mailFrom === undefined ? {} : { from: mailFrom };
          const grant = { action, pattern: resolve(template, resource), allBut, ...from };
          found.set(JSON.stringify(grant), grant);
        }
  }
  return [...found.values()];
}

/** What AWS's managed policies for event sources name, and what CDK adds of its own for queues. */
const POLLING = {
  queue: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ChangeMessageVisibility'],
  stream: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'],
  destination: ['SendMessage', 'GetQueueAttributes', 'GetQueueUrl'],
};

function pollingOf(template: StageTemplate, functionId: string): Need[] {
  const aliases = ofType(template, 'AWS::Lambda::Alias')
    .filter(([, { FunctionName }]) => referred(FunctionName) === functionId)
    .map(([id]) => `"${id}"`);
  return ofType(template, 'AWS::Lambda::EventSourceMapping')
    .filter(([, { FunctionName }]) => aliases.some((alias) => JSON.stringify(FunctionName).includes(alias)))
    .flatMap(([, { EventSourceArn, DestinationConfig }]) => {
      const source = resolve(template, EventSourceArn);
      const failed = at(DestinationConfig, 'OnFailure.Destination');
      return [
        ...(source.includes(':sqs:') ? needs('sqs', POLLING.queue, source) : needs('dynamodb', POLLING.stream, source)),
        ...(failed === undefined ? [] : needs('sqs', POLLING.destination, resolve(template, failed))),
      ];
    });
}

const needs = (service: string, actions: readonly string[], resource: string): Need[] =>
  actions.map((action) => ({ action: `${service}:${action}`, resource }));

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What references come to. Of a table only its stream is ever referred to, of a pool its address. */
const NAMES: Readonly<Record<string, (properties: Properties) => string>> = {
  'AWS::SQS::Queue': ({ QueueName }) => arn('sqs', String(QueueName)),
  'AWS::SNS::Topic': ({ TopicName }) => arn('sns', String(TopicName)),
  'AWS::SecretsManager::Secret': ({ Name }) => arn('secretsmanager', `secret:${String(Name)}`),
  'AWS::DynamoDB::GlobalTable': ({ TableName }) => arn('dynamodb', `table/${String(TableName)}/stream/born`),
  'AWS::ApiGateway::RestApi': () => 'api',
  'AWS::Cognito::UserPool': ({ UserPoolName }) => `https://cognito-idp.us-east-1.amazonaws.com/${String(UserPoolName)}`,
  'AWS::Cognito::UserPoolClient': ({ ClientName }) => String(ClientName),
};

function resolve(template: StageTemplate, value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = list(at(value, 'Fn::Join.1'));
  if (parts.length > 0) return parts.map((part) => resolve(template, part)).join('');
  const id = referred(value) ?? '';
  const resource = template.resources[id];
  const name = PSEUDO[id] ?? NAMES[resource?.Type ?? '']?.(resource?.Properties ?? {});
  if (name === undefined) throw new Error(`What is ${JSON.stringify(value)}?`);
  return name;
}
