import { functionOf } from './functions';
import { at, Check, Entry, ofType, referred, StageTemplate, unless } from './template';
import { unlike } from './unlike';

const pools = (template: StageTemplate): Entry[] => ofType(template, 'AWS::Cognito::UserPool');

/** Nobody signs up, nobody has a second name, and a password alone opens nothing. */
const peopleAreInvited: Check = (template) => {
  const { protectData, people } = template.config;
  const [pool, ...others] = pools(template);
  const due = people.pool;
  if (due === undefined) return unless(pool === undefined, 'there is a pool that the stage does not have');
  return [
    ...unless(others.length === 0, 'there is more than one pool'),
    ...unlike(pool, 'the pool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameConfiguration: { CaseSensitive: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UserPoolTier: due.threatProtection ? 'PLUS' : 'ESSENTIALS',
      DeletionProtection: protectData ? 'ACTIVE' : 'INACTIVE',
      ...(due.threatProtection ? { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } } : {}),
    }),
    ...unless(
      pool?.[1].AliasAttributes === undefined && pool?.[1].UsernameAttributes === undefined,
      'a person has another name than the user name, which is a driver_id',
    ),
    ...unless(
      Number(at(pool?.[1], 'Policies.PasswordPolicy.MinimumLength')) >= 12,
      'passwords may be shorter than 12 characters',
    ),
    ...unless(
      pool !== undefined && (template.resources[pool[0]]?.DeletionPolicy === 'Retain') === protectData,
      'the people go with their stack, or outlive a stage of tests',
    ),
  ];
};

/** The roles that a person can have are groups, and no group gives a role that is not a person's. */
const groupsAreRoles: Check = (template) => {
  if (template.config.people.pool === undefined) return [];
  const groups = ofType(template, 'AWS::Cognito::UserPoolGroup').map(([, { GroupName }]) => String(GroupName));
  return unless(
    groups.sort().join() === 'dispatcher,driver,operator',
    `the groups are ${groups.join(', ')}, not the roles of people`,
  );
};

/** An app keeps no secret and is told no password; it gets a code, and tokens that end. */
const appsGetCodes: Check = (template) => {
  const due = template.config.people.pool;
  if (due === undefined) return [];
  const [client, ...others] = ofType(template, 'AWS::Cognito::UserPoolClient');
  const minutes = (token: string): number =>
    at(client?.[1], `TokenValidityUnits.${token}`) === 'minutes' ? Number(client?.[1][`${token}Validity`]) : Infinity;
  return [
    ...unless(others.length === 0, 'there is more than one client'),
    ...unlike(client, 'the client', {
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      SupportedIdentityProviders: ['COGNITO'],
      CallbackURLs: [...due.callbackUrls],
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
      RefreshTokenRotation: { Feature: 'ENABLED' },
      WriteAttributes: ['locale'],
    }),
    ...due.callbackUrls.flatMap((url) =>
      unless(
        url.startsWith('https://') || (template.stage === 'dev' && url.startsWith('http://localhost:')),
        `a sign-in leads back to ${url}, which others can read`,
      ),
    ),
    ...unless(minutes('AccessToken') <= 15, 'who was signed out is taken for more than 15 minutes'),
    ...unless(
      minutes('RefreshToken') >= 2 * 24 * 60 && minutes('RefreshToken') <= 30 * 24 * 60,
      'a phone that was offline for a day must sign in anew, or none has to within a month',
    ),
  ];
};

/** The api takes the tokens of one issuer, the pool's unless the stage names another; no other function hears of it. */
const issuerIsKnown: Check = (template) => {
  const { pool, issuer } = template.config.people;
  const api = functionOf(template, 'api');
  const told = (name: string): unknown => at(api?.[1], `Environment.Variables.${name}`);
  const [ours] = pools(template);
  const [client] = ofType(template, 'AWS::Cognito::UserPoolClient');
  const poolIsTold = referred(told('AUTH_ISSUER')) === ours?.[0] && referred(told('AUTH_AUDIENCES')) === client?.[0];
  const due =
    issuer === undefined
      ? pool === undefined
        ? told('AUTH_ISSUER') === undefined
        : ours !== undefined && poolIsTold
      : told('AUTH_ISSUER') === issuer.issuer && told('AUTH_AUDIENCES') === issuer.audiences.join(',');
  const others = ofType(template, 'AWS::Lambda::Function').filter(
    ([id, fn]) => id !== api?.[0] && at(fn, 'Environment.Variables.AUTH_ISSUER') !== undefined,
  );
  return [
    ...unless(due, 'the api takes tokens of another issuer than the stage says'),
    ...others.map(([id]) => `${id} is told whose tokens the api takes`),
  ];
};

/** A key of the gateway stands for somebody only while the stage says for whom. */
const gatewayKeysEnd: Check = (template) => {
  const told = (name: string): unknown => at(functionOf(template, 'api')?.[1], `Environment.Variables.${name}`);
  const due = template.config.api.gatewayKeys;
  if (due === undefined) return unless(told('GATEWAY_KEYS') === undefined, 'keys of the gateway stand for somebody');
  const days = (Date.parse(String(told('GATEWAY_KEYS_UNTIL'))) - Date.parse(due.since)) / 86_400_000;
  return [
    ...unless(days === 30, `keys of the gateway end after ${days} days`),
    ...unless(
      told('GATEWAY_KEYS') ===
        Object.entries(due.principals)
          .map((one) => one.join('='))
          .join(','),
      'a key stands for somebody else than the stage says',
    ),
  ];
};

export const PEOPLE_CHECKS = { peopleAreInvited, groupsAreRoles, appsGetCodes, issuerIsKnown, gatewayKeysEnd };
