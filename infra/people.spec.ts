import { CheckName, CHECKS } from './checks';
import { nagFindings } from './checks/nag';
import { createApp, synthesize, synthesizeRemote } from './checks/synthesize';
import { at, named, ofType, StageTemplate } from './checks/template';
import { deploymentOf } from './deployment';
import { gatewayKeysEnd, IssuerConfig, PeopleConfig } from './people';
import { createStacks } from './stacks';
import { StageConfig, STAGE_CONFIGS } from './stages';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const { dev, prod } = STAGE_CONFIGS;
const names: readonly CheckName[] = [
  'peopleAreInvited',
  'groupsAreRoles',
  'appsGetCodes',
  'issuerIsKnown',
  'gatewayKeysEnd',
  'apiKeysAsConfigured',
  'clientsHaveLimits',
];
const issuer: IssuerConfig = {
  issuer: 'https://login.carrier.example/realms/dinex',
  audiences: ['dinex', 'dinex-panel'],
  keySetUrl: 'https://login.carrier.example/keys',
  roleClaim: 'roles',
  driverClaim: 'preferred_username',
};

const told = (template: StageTemplate) => {
  const fn = named(template, 'AWS::Lambda::Function', 'FunctionName', `dinex-${template.stage}-api`)?.[1];
  const variables = at(fn, 'Environment.Variables') as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => name.startsWith('AUTH_') || name.startsWith('GATEWAY_')),
  );
};
const faultsOf = (template: StageTemplate): string[] => names.flatMap((name) => CHECKS[name](template));
const withPeople = (people: PeopleConfig): StageTemplate => synthesize('dev', { config: { ...dev, people } });
const withKeys = (api: Partial<StageConfig['api']>): StageTemplate =>
  synthesize('dev', { config: { ...dev, api: { ...dev.api, ...api } } });

describe('another issuer', () => {
  const variables = {
    AUTH_MODE: 'jwt',
    AUTH_ISSUER: 'https://login.carrier.example/realms/dinex',
    AUTH_AUDIENCES: 'dinex,dinex-panel',
    AUTH_KEY_SET_URL: 'https://login.carrier.example/keys',
    AUTH_ROLE_CLAIM: 'roles',
    AUTH_DRIVER_CLAIM: 'preferred_username',
  };

  it('takes the place of the pool', () => {
    const template = withPeople({ issuer });
    expect(told(template)).toEqual(variables);
    expect(ofType(template, 'AWS::Cognito::UserPool')).toEqual([]);
    expect(faultsOf(template)).toEqual([]);
  });

  it('wins over a pool, which can go once the api has forgotten it', () => {
    const template = withPeople({ ...dev.people, issuer });
    expect(told(template)).toEqual(variables);
    expect(ofType(template, 'AWS::Cognito::UserPool')).toHaveLength(1);
    expect(faultsOf(template)).toEqual([]);
  });

  it('needs to say no more than who it is and whom it signs for', () => {
    const template = withPeople({ issuer: { issuer: issuer.issuer, audiences: ['dinex'] } });
    expect(told(template)).toEqual({ AUTH_MODE: 'jwt', AUTH_ISSUER: issuer.issuer, AUTH_AUDIENCES: 'dinex' });
  });

  it('is not needed where only machines call', () => {
    const template = withPeople({});
    expect(told(template)).toEqual({ AUTH_MODE: 'jwt' });
    expect(faultsOf(template)).toEqual([]);
  });
});

it('a standby takes DINEX keys, and the tokens of an issuer that outlives the region', () => {
  const standby = (own: Partial<{ issuer: IssuerConfig }>): StageTemplate => {
    const stream = 'arn:aws:dynamodb:sa-east-1:111122223333:table/t/stream/1';
    const streams = { orders: stream, tracking: stream, imports: stream, plans: stream };
    const replica = {
      region: 'sa-east-1',
      keyArn: 'arn:aws:kms:sa-east-1:111122223333:key/mrk-00000000000000000000000000000000',
      standby: { streams, active: true, ...own },
    };
    return synthesizeRemote('prod', {
      config: { ...prod, backupCopies: [], replica },
      env: { region: 'us-east-1', account: '111122223333' },
    });
  };
  expect(told(standby({}))).toEqual({ AUTH_MODE: 'jwt' });
  expect(told(standby({ issuer }))).toMatchObject({ AUTH_ISSUER: issuer.issuer });
});

describe("the gateway's own keys", () => {
  const gatewayKeys = {
    since: '2026-12-01',
    principals: { a1b2c3d4e5: 'shop:SHOP-LIMA-01', f6g7h8i9j0: 'dispatcher:panel' },
  } as const;

  it('are required by a method where the stage says so, and open paths stay open', () => {
    const template = withKeys({ apiKeyRequired: true });
    expect(faultsOf(template)).toEqual([]);
    const required = ofType(template, 'AWS::ApiGateway::Method').filter(([, method]) => method.ApiKeyRequired === true);
    expect(required).toHaveLength(2);
  });

  it('stand for whom the stage says, for 30 days', () => {
    const template = withKeys({ apiKeyRequired: true, gatewayKeys });
    expect(told(template)).toMatchObject({
      GATEWAY_KEYS: 'a1b2c3d4e5=shop:SHOP-LIMA-01,f6g7h8i9j0=dispatcher:panel',
      GATEWAY_KEYS_UNTIL: '2026-12-31T00:00:00.000Z',
    });
    expect(faultsOf(template)).toEqual([]);
  });

  it('are refused where the gateway would tell of none, and from a day that is none', () => {
    expect(() => withKeys({ gatewayKeys })).toThrow(/apiKeyRequired/);
    expect(() => gatewayKeysEnd({ ...gatewayKeys, since: 'soon' })).toThrow(/2026-12-01/);
  });

  it('need no other reasons for cdk-nag', () => {
    const app = createApp();
    const config = { ...dev, api: { ...dev.api, apiKeyRequired: true, gatewayKeys } };
    createStacks(app, { ...deploymentOf('dev', app.node), config });
    expect(nagFindings(app)).toEqual([]);
  });
});
