import { Fault, properties, variables } from './fault';
import { at, list, ofType, Properties, StageTemplate } from '../template';

const statements = (template: StageTemplate, action: string): Properties[] =>
  ofType(template, 'AWS::IAM::Policy')
    .flatMap(([, policy]) => list(at(policy, 'PolicyDocument.Statement')) as Properties[])
    .filter(({ Action }) => [Action].flat().includes(action));
const change = (statement: Properties | undefined, members: Properties): void => {
  Object.assign(statement ?? {}, members);
};

export const IAM_FAULTS: readonly Fault[] = [
  {
    fault: 'everything on everything',
    found: 'nothingIsWildcard',
    mutate: (t) => {
      change(statements(t, 'dynamodb:GetItem')[0], { Action: '*', Resource: '*' });
    },
  },
  {
    fault: 'a wildcard action',
    found: 'nothingIsWildcard',
    mutate: (t) => {
      change(statements(t, 'sqs:SendMessage')[0], { Action: ['sqs:*'] });
    },
  },
  {
    fault: 'a wildcard resource',
    found: 'nothingIsWildcard',
    mutate: (t) => {
      change(statements(t, 'kms:Decrypt')[0], { Resource: '*' });
    },
  },
  {
    fault: 'an SMS permission that covers topics',
    found: 'nothingIsWildcard',
    mutate: (t) => {
      for (const statement of statements(t, 'sns:Publish'))
        if ('NotResource' in statement) change(statement, { NotResource: 'arn:aws:s3:::x' });
    },
  },
  {
    fault: 'a variable without grant',
    found: 'variablesComeWithGrants',
    mutate: (t) => (variables(t, 'stream').DELIVERIES_TABLE = 'dinex-prod-deliveries'),
  },
  {
    fault: 'a grant without variable',
    found: 'grantsComeWithVariables',
    mutate: (t) => delete variables(t, 'plans').ROUTES_TABLE,
  },
  {
    fault: 'tables without their key',
    found: 'keysComeWithGrants',
    mutate: (t) => {
      for (const statement of statements(t, 'kms:Decrypt')) statement.Action = 'kms:DescribeKey';
    },
  },
  {
    fault: 'streams without their key',
    found: 'keysComeWithGrants',
    mutate: (t) => {
      const decrypting = statements(t, 'kms:Decrypt').filter(
        ({ Action }) => String(Action) === 'kms:Decrypt,kms:DescribeKey',
      );
      for (const statement of decrypting) statement.Action = 'kms:DescribeKey';
    },
  },
  {
    fault: 'tables to be written under a key that may only decrypt',
    found: 'keysComeWithGrants',
    mutate: (t) => {
      change(statements(t, 'kms:Encrypt')[0], { Action: ['kms:Decrypt', 'kms:DescribeKey'] });
    },
  },
  {
    fault: "a topic under the tables' right to the key",
    found: 'keysComeWithGrants',
    mutate: (t) => {
      const forTopics = statements(t, 'kms:GenerateDataKey').find((one) => JSON.stringify(one).includes('"sns.'));
      change(forTopics, { Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' } } });
    },
  },
  {
    fault: 'a secret without its key',
    found: 'keysComeWithGrants',
    mutate: (t) => {
      change(statements(t, 'dynamodb:GetRecords')[0], { Action: 'secretsmanager:GetSecretValue' });
    },
  },
  {
    fault: 'a topic that any account may have a service publish to',
    found: 'servicesActForUs',
    mutate: (t) => {
      for (const { PolicyDocument } of ofType(t, 'AWS::SNS::TopicPolicy').map(([, policy]) => policy))
        for (const statement of list(at(PolicyDocument, 'Statement')) as Properties[])
          if (JSON.stringify(statement.Principal).includes('budgets.amazonaws.com')) delete statement.Condition;
    },
  },
  {
    fault: 'a key that any account may have a service use',
    found: 'servicesActForUs',
    mutate: (t) => {
      const [, key] = ofType(t, 'AWS::KMS::Key')[0] ?? [];
      const foreign = { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'kms:Decrypt' };
      list(at(key, 'KeyPolicy.Statement')).push(foreign);
    },
  },
  {
    fault: "a function that any account's gateway may call",
    found: 'callersActForUs',
    mutate: (t) => delete properties(t, 'AWS::Lambda::Permission').SourceArn,
  },
  {
    fault: 'mails from any address of the domain',
    found: 'mailsFromOneAddress',
    mutate: (t) => {
      for (const statement of statements(t, 'ses:SendEmail')) delete statement.Condition;
    },
  },
  {
    fault: 'a secret in a variable',
    found: 'noSecretInVariables',
    mutate: (t) => (variables(t, 'notifications').WEBHOOK_SECRET = 'x'),
  },
];
