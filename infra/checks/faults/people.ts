import { list, Properties, StageTemplate } from '../template';
import { drop, Fault, inside, properties, variables } from './fault';

const pool = (template: StageTemplate): Properties => properties(template, 'AWS::Cognito::UserPool');
const client = (template: StageTemplate): Properties => properties(template, 'AWS::Cognito::UserPoolClient');

export const PEOPLE_FAULTS: readonly Fault[] = [
  {
    fault: 'a stranger signs up under the id of a driver',
    found: 'peopleAreInvited',
    mutate: (t) => (inside(pool(t), 'AdminCreateUserConfig').AllowAdminCreateUserOnly = false),
  },
  {
    fault: 'drv001 and DRV001 are one person for Cognito and two for DINEX',
    found: 'peopleAreInvited',
    mutate: (t) => (inside(pool(t), 'UsernameConfiguration').CaseSensitive = false),
  },
  {
    fault: 'a second name',
    found: 'peopleAreInvited',
    mutate: (t) => (pool(t).AliasAttributes = ['preferred_username']),
  },
  {
    fault: 'a password suffices',
    found: 'peopleAreInvited',
    mutate: (t) => (pool(t).MfaConfiguration = 'OPTIONAL'),
  },
  {
    fault: 'a second factor by text message',
    found: 'peopleAreInvited',
    mutate: (t) => list(pool(t).EnabledMfas).push('SMS_MFA'),
  },
  {
    fault: 'short passwords',
    found: 'peopleAreInvited',
    mutate: (t) => (inside(pool(t), 'Policies.PasswordPolicy').MinimumLength = 8),
  },
  {
    fault: 'nobody looks at odd sign-ins',
    found: 'peopleAreInvited',
    mutate: (t) => (inside(pool(t), 'UserPoolAddOns').AdvancedSecurityMode = 'AUDIT'),
  },
  {
    fault: 'the people can be deleted',
    found: 'peopleAreInvited',
    mutate: (t) => (pool(t).DeletionProtection = 'INACTIVE'),
  },
  {
    fault: 'the people go with their stack',
    found: 'peopleAreInvited',
    mutate: (t) => {
      for (const resource of Object.values(t.resources))
        if (resource.Type === 'AWS::Cognito::UserPool') resource.DeletionPolicy = 'Delete';
    },
  },
  {
    fault: 'no group for drivers',
    found: 'groupsAreRoles',
    mutate: (t) => {
      drop(t, 'AWS::Cognito::UserPoolGroup', (group) => group.Properties?.GroupName === 'driver');
    },
  },
  {
    fault: 'tokens in the address of a page',
    found: 'appsGetCodes',
    mutate: (t) => list(client(t).AllowedOAuthFlows).push('implicit'),
  },
  {
    fault: 'a secret in an app that everybody has',
    found: 'appsGetCodes',
    mutate: (t) => (client(t).GenerateSecret = true),
  },
  {
    fault: 'an app that is told passwords',
    found: 'appsGetCodes',
    mutate: (t) => list(client(t).ExplicitAuthFlows).push('ALLOW_USER_PASSWORD_AUTH'),
  },
  {
    fault: 'a token for a day',
    found: 'appsGetCodes',
    mutate: (t) => (client(t).AccessTokenValidity = 1_440),
  },
  {
    fault: 'a phone that must sign in every morning',
    found: 'appsGetCodes',
    mutate: (t) => (client(t).RefreshTokenValidity = 60),
  },
  {
    fault: 'codes that lead elsewhere',
    found: 'appsGetCodes',
    mutate: (t) => list(client(t).CallbackURLs).push('https://evil.example/'),
  },
  {
    fault: 'the api does not know the pool',
    found: 'issuerIsKnown',
    mutate: (t) => delete variables(t, 'api').AUTH_ISSUER,
  },
  {
    fault: 'a worker is told of the issuer',
    found: 'issuerIsKnown',
    mutate: (t) => (variables(t, 'stream').AUTH_ISSUER = 'https://issuer.example'),
  },
  {
    fault: 'old keys stand for somebody for good',
    found: 'gatewayKeysEnd',
    mutate: (t) => (variables(t, 'api').GATEWAY_KEYS = 'abc=operator:old'),
  },
];
