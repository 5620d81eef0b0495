import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { StageSecret } from './stage-secret';

/** The key of the stage under which personal data is hashed, so that nobody can try out telephone numbers on the hashes. */
@Injectable()
export class PrivacyKey {
  private readonly secret: StageSecret;

  constructor(config: Config) {
    this.secret = new StageSecret(config, 'PRIVACY_KEY');
  }

  /** @throws Error where a deployed stage has none of its own, and when it cannot be read. */
  get(): Promise<string> {
    return this.secret.get();
  }
}
