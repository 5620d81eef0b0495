import { Injectable } from '@nestjs/common';
import { clientDefaults } from '../aws/aws-client';
import { Config, LAPTOP_PRIVACY_KEY } from '../config/config';

/** The key of the stage under which personal data is hashed, so that nobody can try out telephone numbers on the hashes. */
@Injectable()
export class PrivacyKey {
  private read: Promise<string> | undefined;

  constructor(private readonly config: Config) {}

  /**
   * Returns the key. On AWS it lies in Secrets Manager and is read when it is needed first, as most requests hash nothing.
   *
   * @throws Error where a deployed stage's tables would get hashes under the key of laptops, and when the key cannot be read.
   */
  get(): Promise<string> {
    const { PRIVACY_KEY, PRIVACY_KEY_ARN, STAGE, AWS_ENDPOINT_URL_DYNAMODB: standIn } = this.config;
    if (PRIVACY_KEY_ARN === undefined) {
      // Everybody knows the default: under it a telephone number could be found by trying all.
      if (PRIVACY_KEY === LAPTOP_PRIVACY_KEY && STAGE !== 'local' && standIn === undefined)
        return Promise.reject(new Error(`The stage ${STAGE} hashes under its own key: PRIVACY_KEY_ARN must name it.`));
      return Promise.resolve(PRIVACY_KEY);
    }
    this.read ??= this.fetch(PRIVACY_KEY_ARN).catch((error: unknown) => {
      this.read = undefined;
      throw error;
    });
    return this.read;
  }

  /** Its client is loaded with the first use: most processes hash nothing. */
  private async fetch(arn: string): Promise<string> {
    const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const client = new SecretsManagerClient(clientDefaults(this.config.AWS_REGION, undefined));
    try {
      const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
      if (text === undefined) throw new Error('The privacy key has no text');
      return text;
    } finally {
      client.destroy();
    }
  }
}
