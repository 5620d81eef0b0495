import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientDefaults } from '../aws/aws-client';
import type { Environment } from './config';

/** Where Secrets Manager keeps the webhook's secret: on AWS a function is told only this, not the value. */
export const WEBHOOK_SECRET_VARIABLE = 'WEBHOOK_SECRET_ARN';

const PREFIX = 'whsec_';

/** The environment with the secrets that it only points to. */
export async function withSecrets(environment: Environment): Promise<Environment> {
  const secretId = environment[WEBHOOK_SECRET_VARIABLE];
  if (secretId === undefined || secretId === '') return environment;
  const endpoint = environment.AWS_ENDPOINT_URL_SECRETS_MANAGER;
  const client = new SecretsManagerClient(clientDefaults(environment.AWS_REGION ?? 'us-east-1', endpoint));
  try {
    const { SecretString: secret } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    if (secret === undefined) throw new Error(`${WEBHOOK_SECRET_VARIABLE} names a secret without text`);
    // Secrets Manager generates letters and digits only; they are base64 as they stand.
    return { ...environment, WEBHOOK_SECRET: secret.startsWith(PREFIX) ? secret : PREFIX + secret };
  } finally {
    client.destroy();
  }
}
