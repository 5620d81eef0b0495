import { CheckName, CHECKS } from './checks';
import { nagFindings } from './checks/nag';
import { createApp, synthesize, synthesizeRemote } from './checks/synthesize';
import { at, list, named, ofType, StageTemplate } from './checks/template';
import { deploymentOf } from './deployment';
import { createRemoteStacks } from './stacks';
import { StageConfig, STAGE_CONFIGS } from './stages';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const { prod } = STAGE_CONFIGS;
const env = { region: 'us-east-1', account: '111122223333' };
const stream = (table: string): string =>
  `arn:aws:dynamodb:sa-east-1:111122223333:table/dinex-prod-${table}/stream/2026-11-27T00:00:00.000`;
const withStandby = (active: boolean): StageConfig => ({
  ...prod,
  backupCopies: [],
  replica: {
    region: 'sa-east-1',
    keyArn: 'arn:aws:kms:sa-east-1:111122223333:key/mrk-00000000000000000000000000000000',
    standby: {
      active,
      streams: {
        orders: stream('orders'),
        tracking: stream('tracking'),
        imports: stream('imports'),
        plans: stream('plans'),
      },
    },
  },
});

const functions = (template: StageTemplate) => ofType(template, 'AWS::Lambda::Function').map(([, fn]) => fn);
const sources = (template: StageTemplate) => ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, one]) => one);

describe('the standby of prod', () => {
  const standby = (active: boolean) => synthesizeRemote('prod', { config: withStandby(active), env });
  let passive: StageTemplate;
  beforeAll(() => {
    passive = standby(false);
  });

  it('does nothing until it takes over: no function may run, and no event source reads', () => {
    expect(functions(passive)).toHaveLength(5);
    for (const fn of functions(passive)) expect(fn.ReservedConcurrentExecutions).toBe(0);
    expect(sources(passive)).toHaveLength(7);
    for (const source of sources(passive)) expect(source.Enabled).toBe(false);
  });

  it('does everything once it is active, by one value', () => {
    const active = standby(true);
    const reserved = Object.fromEntries(
      functions(active).map(({ FunctionName, ReservedConcurrentExecutions }) => [
        String(FunctionName).replace('dinex-prod-', ''),
        ReservedConcurrentExecutions,
      ]),
    );
    expect(reserved).toEqual(
      Object.fromEntries(Object.entries(prod.functions).map(([name, fn]) => [name, fn.reservedConcurrency])),
    );
    for (const source of sources(active)) expect(source.Enabled).toBe(true);
  });

  it("uses the replicas under their home's names, their streams and their key", () => {
    const home = synthesize('prod', { config: withStandby(false), env });
    const tablesOf = (template: StageTemplate) => {
      const api = named(template, 'AWS::Lambda::Function', 'FunctionName', 'dinex-prod-api')?.[1];
      return Object.entries(at(api, 'Environment.Variables') as Record<string, unknown>).filter(([name]) =>
        name.endsWith('_TABLE'),
      );
    };
    expect(tablesOf(passive)).toEqual(tablesOf(home));
    const streams = sources(passive).map(({ EventSourceArn }) => EventSourceArn);
    expect(streams).toEqual(expect.arrayContaining(['orders', 'tracking', 'imports', 'plans'].map(stream)));
    for (const [, { KmsMasterKeyId }] of ofType(passive, 'AWS::SNS::Topic'))
      expect(KmsMasterKeyId).toBe(withStandby(false).replica?.keyArn);
  });

  it('makes nothing that the account or the replicas have already', () => {
    const types = new Set(Object.values(passive.resources).map(({ Type }) => Type));
    for (const type of [
      'DynamoDB::GlobalTable',
      'KMS::Key',
      'Budgets::Budget',
      'CloudWatch::Dashboard',
      'CloudTrail::Trail',
    ])
      expect(types).not.toContain(`AWS::${type}`);
    expect(ofType(passive, 'AWS::IAM::Role').filter(([, { RoleName }]) => RoleName !== undefined)).toEqual([]);
  });

  it.each<CheckName>([
    'queuesAsDefined',
    'messagesKept',
    'queuesEncrypted',
    'transportIsTls',
    'eventsReachTheirQueues',
    'requestsThrottled',
    'bodiesNotLogged',
    'callersLimited',
    'gatewayErrorsAreProblems',
    'nothingIsWildcard',
    'variablesComeWithGrants',
    'servicesActForUs',
    'mailsFromOneAddress',
    'noSecretInVariables',
  ])('keeps %s', (name) => {
    expect(CHECKS[name](passive)).toEqual([]);
  });

  it('has nothing that cdk-nag finds unexplained', () => {
    const app = createApp();
    const copy = { region: 'us-west-2', account: '444455556666' };
    const config = { ...withStandby(false), backupCopies: [copy] };
    createRemoteStacks(app, { ...deploymentOf('prod', app.node), config, env });
    expect(nagFindings(app)).toEqual([]);
  });
});

describe('the copies of backups', () => {
  const days = { daily: 35, monthly: 365 };
  const vault = (copies: StageConfig['backupCopies']) =>
    ofType(
      synthesizeRemote('prod', { config: { ...prod, ...(copies && { backupCopies: copies }) }, env }),
      'AWS::Backup::BackupVault',
    )[0]?.[1];

  it('lie in a vault that after three days nobody unlocks, and live as long as the originals', () => {
    expect(vault(undefined)?.LockConfiguration).toEqual({
      MinRetentionDays: days.daily,
      MaxRetentionDays: days.monthly,
      ChangeableForDays: 3,
    });
    expect(at(vault(undefined), 'EncryptionKeyArn')).toBeDefined();
  });

  it.each([
    ['another region', undefined, 'us-west-2:111122223333'],
    ['another account too', [{ region: 'us-west-2', account: '444455556666' }], 'us-west-2:444455556666'],
  ])('go to %s, by every rule', (_, backupCopies, where) => {
    const template = synthesize('prod', { config: { ...prod, ...(backupCopies && { backupCopies }) }, env });
    const rules = ofType(template, 'AWS::Backup::BackupPlan').flatMap(([, plan]) =>
      list(at(plan, 'BackupPlan.BackupPlanRule')),
    );
    expect(rules.map((rule) => [at(rule, 'RuleName'), at(rule, 'CopyActions')])).toEqual(
      Object.entries(days).map(([name, DeleteAfterDays]) => [
        name,
        [
          {
            DestinationBackupVaultArn: `arn:aws:backup:${where}:backup-vault:dinex-prod-recovery`,
            Lifecycle: { DeleteAfterDays },
          },
        ],
      ]),
    );
  });

  it("are let in where the vault is another account's, from the stage's account alone", () => {
    expect(vault(undefined)?.AccessPolicy).toBeUndefined();
    const [statement, ...others] = list(
      at(vault([{ region: 'us-west-2', account: '444455556666' }]), 'AccessPolicy.Statement'),
    );
    expect(others).toEqual([]);
    expect(at(statement, 'Action')).toBe('backup:CopyIntoBackupVault');
    expect(JSON.stringify(at(statement, 'Principal'))).toContain('111122223333:root');
  });
});
