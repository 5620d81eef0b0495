import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { readSecret } from '../config/secrets';

/** The key of the stage under which personal data is hashed, so that nobody can try out telephone numbers on the hashes. */
@Injectable()
export class PrivacyKey {
  private read: Promise<string> | undefined;

  constructor(private readonly config: Config) {}

  /**
   * Returns the key. On AWS it lies in Secrets Manager and is read when it is needed first, as most requests hash nothing.
   *
   * @throws DinexError `unavailable` when it cannot be read.
   */
  get(): Promise<string> {
    const { PRIVACY_KEY, PRIVACY_KEY_ARN } = this.config;
    if (PRIVACY_KEY_ARN === undefined) return Promise.resolve(PRIVACY_KEY);
    this.read ??= readSecret(this.config, PRIVACY_KEY_ARN).catch((error: unknown) => {
      this.read = undefined;
      throw error;
    });
    return this.read;
  }
}
