import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientDefaults } from '../aws/aws-client';
import { CHANNEL_SECRETS, secretArnVariable } from './channel-settings';
import type { Environment } from './config';

/**
 * Returns the environment with the secrets to which it only points.
 *
 * @throws Error when Secrets Manager does not give one.
 */
export async function withSecrets(environment: Environment): Promise<Environment> {
  const wanted = CHANNEL_SECRETS.flatMap((secret) => {
    const id = environment[secretArnVariable(secret)];
    return id === undefined || id === '' ? [] : [{ ...secret, id }];
  });
  if (wanted.length === 0) return environment;
  const endpoint = environment.AWS_ENDPOINT_URL_SECRETS_MANAGER;
  const client = new SecretsManagerClient(clientDefaults(environment.AWS_REGION ?? 'us-east-1', endpoint));
  const read = async (variable: string, id: string, prefix: string): Promise<[string, string]> => {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    if (text === undefined) throw new Error(`The secret that ${variable} is to hold has no text`);
    return [variable, text.startsWith(prefix) ? text : prefix + text];
  };
  try {
    const secrets = await Promise.all(wanted.map(({ variable, id, prefix = '' }) => read(variable, id, prefix)));
    return { ...environment, ...Object.fromEntries(secrets) };
  } finally {
    client.destroy();
  }
}
