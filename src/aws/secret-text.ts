import { clientDefaults } from './aws-client';

/**
 * Returns the text of a secret in Secrets Manager, by its name or ARN. The service's client is loaded with the first call, as most
 * processes need no secret.
 *
 * @throws Error when it cannot be read, or has no text.
 */
export async function secretText(region: string, secret: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient(clientDefaults(region, undefined));
  try {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    if (text === undefined) throw new Error('A secret has no text');
    return text;
  } finally {
    client.destroy();
  }
}
