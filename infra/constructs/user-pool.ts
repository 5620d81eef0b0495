import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  ClientAttributes,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { Deployment, named } from '../deployment';
import type { PoolConfig } from '../people';
import { acknowledgeNag } from './suppressions';

/** The groups that make a person what they are: the roles that people have. Shops have keys. */
export const GROUPS = {
  operator: 'Keeps the service running.',
  dispatcher: 'Works with the parcels of all shops.',
  driver: 'Delivers. The user name is the driver_id.',
} as const;

/** How long a token is taken after its bearer was signed out, as nobody asks Cognito about each request. */
const ACCESS_TOKEN = Duration.minutes(15);
/** After it everybody signs in anew. Until then a phone that was offline needs only a refresh. */
const REFRESH_TOKEN = Duration.days(30);
/** A refresh whose answer was lost may be repeated for so long; the longest that Cognito allows. */
const REFRESH_REPEATED = Duration.seconds(60);

const INVITATION = {
  emailSubject: 'DINEX: su acceso',
  emailBody:
    'Su usuario es {username} y su contraseña provisional {####}. Vale tres días. Al ingresar elegirá otra ' +
    'y registrará una aplicación de autenticación.',
};

/** What the api is told of the pool. */
export interface SignIn {
  readonly issuer: string;
  readonly audience: string;
}

/** The people of a stage: whoever is invited by an operator, and nobody else. */
export function createUserPool(scope: Construct, deployment: Deployment, config: PoolConfig): SignIn {
  const { protectData } = deployment.config;
  const pool = new UserPool(scope, 'People', {
    userPoolName: named(deployment, 'people'),
    selfSignUpEnabled: false,
    // A user name is a driver_id, chosen by whoever invites and never changed: no second name leads to the same person.
    signInAliases: { username: true },
    signInCaseSensitive: true,
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    userInvitation: INVITATION,
    userVerification: { emailSubject: 'DINEX: código para su contraseña', emailBody: 'Su código es {####}.' },
    standardAttributes: { email: { required: false, mutable: true } },
    featurePlan: config.threatProtection ? FeaturePlan.PLUS : FeaturePlan.ESSENTIALS,
    ...(config.threatProtection ? { standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION } : {}),
    deletionProtection: protectData,
    removalPolicy: protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  if (!config.threatProtection)
    acknowledgeNag(pool, {
      'AwsSolutions-COG8': 'The plan with threat protection has no free people: it is for prod.',
    });
  for (const [groupName, description] of Object.entries(GROUPS)) pool.addGroup(groupName, { groupName, description });
  const client = createClient(pool, deployment, config);
  new CfnOutput(scope, 'PeoplePoolId', { value: pool.userPoolId, description: 'The pool of `aws cognito-idp …`' });
  new CfnOutput(scope, 'PeopleClientId', { value: client.userPoolClientId, description: 'client_id of the apps' });
  return { issuer: pool.userPoolProviderUrl, audience: client.userPoolClientId };
}

/** One client for the apps of people. An app in a browser or on a phone keeps no secret: it proves itself by PKCE. */
function createClient(pool: UserPool, deployment: Deployment, config: PoolConfig): UserPoolClient {
  const client = pool.addClient('Apps', {
    userPoolClientName: named(deployment, 'apps'),
    generateSecret: false,
    // Without a list Cognito allows three flows. This one sends no password, and no app of ours uses it.
    authFlows: { userSrp: true },
    oAuth: {
      flows: { authorizationCodeGrant: true, implicitCodeGrant: false, clientCredentials: false },
      scopes: [OAuthScope.OPENID],
      callbackUrls: [...config.callbackUrls],
      logoutUrls: [...config.callbackUrls],
    },
    supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
    accessTokenValidity: ACCESS_TOKEN,
    idTokenValidity: ACCESS_TOKEN,
    refreshTokenValidity: REFRESH_TOKEN,
    refreshTokenRotationGracePeriod: REFRESH_REPEATED,
    enableTokenRevocation: true,
    preventUserExistenceErrors: true,
    // Whoever borrows a phone for a minute must not be able to send the next password to another address.
    readAttributes: new ClientAttributes().withStandardAttributes({ email: true, emailVerified: true }),
    writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
  });
  pool.addDomain('SignIn', {
    cognitoDomain: { domainPrefix: config.domainPrefix },
    managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
  });
  // Without a style of its own the client's page is an error.
  new CfnManagedLoginBranding(pool, 'SignInStyle', {
    userPoolId: pool.userPoolId,
    clientId: client.userPoolClientId,
    useCognitoProvidedValues: true,
  });
  return client;
}
