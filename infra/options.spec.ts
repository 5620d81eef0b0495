import { TABLES } from '../src/database/tables';
import { CheckName, CHECKS } from './checks';
import { nagFindings } from './checks/nag';
import { createApp, synthesize } from './checks/synthesize';
import { at, list, named, ofType, StageTemplate } from './checks/template';
import { Deployment, deploymentOf } from './deployment';
import { createStacks } from './stacks';
import { StageConfig, STAGE_CONFIGS } from './stages';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const { prod, dev } = STAGE_CONFIGS;
const everything: StageConfig = {
  ...prod,
  api: {
    ...prod.api,
    domain: {
      name: 'api.dinex.example',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000',
    },
  },
  functions: { ...prod.functions, api: { ...prod.functions.api, provisionedConcurrency: 2 } },
  warmThroughput: { orders: { readUnitsPerSecond: 20_000, writeUnitsPerSecond: 12_000 } },
  replica: {
    region: 'sa-east-1',
    keyArn: 'arn:aws:kms:sa-east-1:111122223333:key/mrk-00000000000000000000000000000000',
  },
  vpc: {
    vpcId: 'vpc-00000000',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    privateSubnetIds: ['subnet-0000000a', 'subnet-0000000b'],
    securityGroupId: 'sg-00000000',
  },
  channels: { WEBHOOK_URL: 'https://shop.example/events' },
  geocoder: 'amazon',
  matrixProvider: 'amazon',
  settings: { HIGHWAY_KMH: '60', STAGE: 'dev' },
  pipeline: {
    issuer: 'jenkins.dinex.example/oidc',
    job: 'https://jenkins.dinex.example/job/dinex/job/main/',
  },
};
const env = { region: 'us-east-1', account: '111122223333' };
const names = Object.keys(CHECKS) as CheckName[];
const api = (template: StageTemplate) =>
  named(template, 'AWS::Lambda::Function', 'FunctionName', `dinex-${template.stage}-api`)?.[1];
const statementsOf = (template: StageTemplate): string =>
  JSON.stringify(ofType(template, 'AWS::IAM::Policy').map(([, policy]) => policy.PolicyDocument));

describe('prod with every option', () => {
  let template: StageTemplate;
  beforeAll(() => {
    template = synthesize('prod', {
      config: everything,
      env,
    });
  });

  it.each(names)('keeps %s', (name) => {
    expect(CHECKS[name](template)).toEqual([]);
  });

  it('has nothing that cdk-nag finds unexplained', () => {
    const app = createApp();
    createStacks(app, { ...deploymentOf('prod', app.node), config: everything, env });
    expect(nagFindings(app)).toEqual([]);
  });

  it('serves its own domain over TLS 1.2, with the stage in the path', () => {
    expect(ofType(template, 'AWS::ApiGateway::DomainName')[0]?.[1].SecurityPolicy).toBe('TLS_1_2');
    expect(ofType(template, 'AWS::ApiGateway::BasePathMapping')[0]?.[1].BasePath).toBe('prod');
    expect(at(api(template), 'Environment.Variables.PUBLIC_BASE_URL')).toBe('https://api.dinex.example/prod');
  });

  it('keeps executions warm behind the alias', () => {
    const warm = ofType(template, 'AWS::Lambda::Alias').filter(
      ([, alias]) => alias.ProvisionedConcurrencyConfig !== undefined,
    );
    expect(warm).toHaveLength(1);
  });

  it('copies every table to the second region, under its key and with PITR', () => {
    for (const [, table] of ofType(template, 'AWS::DynamoDB::GlobalTable')) {
      const [replica] = list(table.Replicas).filter((one) => at(one, 'Region') === 'sa-east-1');
      expect(at(replica, 'SSESpecification.KMSMasterKeyId')).toBe(everything.replica?.keyArn);
      expect(at(replica, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled')).toBe(true);
    }
  });

  it('warms the table and its indexes', () => {
    const orders = named(template, 'AWS::DynamoDB::GlobalTable', 'TableName', 'dinex-prod-orders')?.[1];
    const warm = { ReadUnitsPerSecond: 20_000, WriteUnitsPerSecond: 12_000 };
    expect(orders?.WarmThroughput).toEqual(warm);
    expect(list(orders?.GlobalSecondaryIndexes).map((index) => at(index, 'WarmThroughput'))).toEqual(
      Object.keys(TABLES.orders.indexes).map(() => warm),
    );
  });

  it('runs every function in the private network', () => {
    for (const [, fn] of ofType(template, 'AWS::Lambda::Function'))
      expect(at(fn, 'VpcConfig.SubnetIds')).toEqual(['subnet-0000000a', 'subnet-0000000b']);
  });

  it('keeps the signing secret in Secrets Manager and tells the notifier only where', () => {
    const notifier = named(template, 'AWS::Lambda::Function', 'FunctionName', 'dinex-prod-notifications')?.[1];
    expect(at(notifier, 'Environment.Variables.WEBHOOK_SECRET_ARN')).toHaveProperty('Ref');
    const secrets = ofType(template, 'AWS::SecretsManager::Secret').map(([, { Name }]) => Name);
    expect(secrets.sort()).toEqual(['dinex-prod-links', 'dinex-prod-privacy', 'dinex-prod-webhook']);
    expect(statementsOf(template)).toContain('secretsmanager:GetSecretValue');
  });

  it('gives every function the settings of its stage, which cannot take the place of what follows from it', () => {
    for (const [, fn] of ofType(template, 'AWS::Lambda::Function')) {
      expect(at(fn, 'Environment.Variables.HIGHWAY_KMH')).toBe('60');
      expect(at(fn, 'Environment.Variables.STAGE')).toBe('prod');
    }
  });

  it('lets the planners ask Amazon Location, by its provider', () => {
    expect(statementsOf(template)).toContain('arn:aws:geo-routes:us-east-1::provider/default');
  });

  it.each([
    ['plan', ['lookup']],
    ['deploy', ['deploy', 'file-publishing', 'lookup']],
  ])('lets the builds of main alone %s, and do nothing but take roles of cdk bootstrap', (use, bootstrapRoles) => {
    const role = named(template, 'AWS::IAM::Role', 'RoleName', `dinex-prod-${use}`);
    expect(list(at(role?.[1], 'AssumeRolePolicyDocument.Statement'))).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/jenkins.dinex.example/oidc' },
        Condition: {
          StringEquals: {
            'jenkins.dinex.example/oidc:sub': 'https://jenkins.dinex.example/job/dinex/job/main/',
            'jenkins.dinex.example/oidc:aud': 'sts.amazonaws.com',
          },
        },
      },
    ]);
    const policy = ofType(template, 'AWS::IAM::Policy').find(([, { Roles }]) =>
      JSON.stringify(Roles).includes(role?.[0] ?? '?'),
    );
    const [statement, ...others] = list(at(policy?.[1], 'PolicyDocument.Statement'));
    expect(others).toEqual([]);
    expect(at(statement, 'Action')).toBe('sts:AssumeRole');
    const taken = [at(statement, 'Resource')]
      .flat()
      .map((arn) => /role\/cdk-hnb659fds-([\w-]+)-role-/.exec(String(arn))?.[1]);
    expect(taken).toEqual(bootstrapRoles);
  });
});

describe('dev with fewer parts', () => {
  const { plans: _plans, ...functions } = dev.functions;

  it('needs no plans function', () => {
    const template = synthesize('dev', { config: { ...dev, functions } });
    expect(named(template, 'AWS::Lambda::Function', 'FunctionName', 'dinex-dev-plans')).toBeUndefined();
    expect(ofType(template, 'AWS::Lambda::EventSourceMapping')).toHaveLength(6);
    const api = named(template, 'AWS::Lambda::Function', 'FunctionName', 'dinex-dev-api');
    expect(at(api?.[1], 'Environment.Variables.QUEUED_PLANS')).toBe('off');
  });

  it('needs no X-Ray, and then nothing has a wildcard at all', () => {
    const template = synthesize('dev', { config: { ...dev, tracing: false } });
    expect(JSON.stringify(ofType(template, 'AWS::IAM::Policy'))).not.toContain('xray');
    expect(JSON.stringify(ofType(template, 'AWS::IAM::Policy'))).not.toContain('"*"');
  });
});

describe('a restored table', () => {
  const restored: Deployment['restored'] = {
    orders: {
      name: 'dinex-prod-orders-restored',
      streamArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/r/stream/1',
    },
  };

  it('takes the place of the old one in variables, grants, streams and alarms', () => {
    const template = synthesize('prod', { restored });
    expect(at(api(template), 'Environment.Variables.ORDERS_TABLE')).toBe('dinex-prod-orders-restored');
    expect(statementsOf(template)).toContain('table/dinex-prod-orders-restored/index/customer_index');
    expect(statementsOf(template)).not.toContain('table/dinex-prod-orders"');
    const sources = ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, { EventSourceArn }]) => EventSourceArn);
    expect(sources).toContain(restored.orders?.streamArn);
    const alarm = named(template, 'AWS::CloudWatch::Alarm', 'AlarmName', 'dinex-prod-orders-throttled');
    expect(JSON.stringify(alarm?.[1])).toContain('dinex-prod-orders-restored');
  });

  it('leaves the old one where it is', () => {
    const template = synthesize('prod', { restored });
    expect(named(template, 'AWS::DynamoDB::GlobalTable', 'TableName', 'dinex-prod-orders')).toBeDefined();
  });

  it('must say where its stream is', () => {
    expect(() => synthesize('prod', { restored: { orders: { name: 'x' } } })).toThrow(/streamArn/);
  });
});
