import { secretText } from '../aws/secret-text';
import { Config, LAPTOP_SECRETS } from '../config/config';

export type StageSecretName = keyof typeof LAPTOP_SECRETS;

/** A secret that each stage has of its own: on AWS in Secrets Manager, read when it is needed first; on a laptop a variable. */
export class StageSecret {
  private read: Promise<string> | undefined;

  constructor(
    private readonly config: Config,
    private readonly name: StageSecretName,
  ) {}

  /**
   * Returns its text.
   *
   * @throws Error where a deployed stage would use the secret of laptops, which everybody knows, and when it cannot be read.
   */
  get(): Promise<string> {
    const { name } = this;
    const { [`${name}_ARN` as const]: arn, [name]: given, STAGE, AWS_ENDPOINT_URL_DYNAMODB: standIn } = this.config;
    if (arn === undefined) {
      if (given === LAPTOP_SECRETS[name] && STAGE !== 'local' && standIn === undefined)
        return Promise.reject(new Error(`The stage ${STAGE} hashes under its own key: ${name}_ARN must name it.`));
      return Promise.resolve(given);
    }
    this.read ??= secretText(this.config.AWS_REGION, arn).catch((error: unknown) => {
      this.read = undefined;
      throw error;
    });
    return this.read;
  }
}
