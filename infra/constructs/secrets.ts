import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Deployment, named } from '../deployment';
import { acknowledgeNag, skipCheckov } from './suppressions';

/** What a secret is for. */
export interface SecretUse {
  readonly description: string;
  /** Why nothing changes it by itself. */
  readonly notRotated: string;
}

/** Makes a secret of the stage with a generated value, under the stage's key where it has one. */
export function createSecret(
  stack: Stack,
  deployment: Deployment,
  name: string,
  { description, notRotated }: SecretUse,
  key: IKey | undefined,
): Secret {
  const secret = new Secret(stack, `${name.charAt(0).toUpperCase()}${name.slice(1)}Secret`, {
    secretName: named(deployment, name),
    description,
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
    removalPolicy: deployment.config.protectData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    ...(key === undefined ? {} : { encryptionKey: key }),
  });
  acknowledgeNag(secret, { 'AwsSolutions-SMG4': notRotated });
  if (key === undefined) skipCheckov(secret, { CKV_AWS_149: 'A key of our own is for staging and prod.' });
  return secret;
}
