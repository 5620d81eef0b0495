import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { LinkKey, parseLinkKeys } from '../kernel/link-token';
import { StageSecret } from './stage-secret';

/** The keys of the stage under which the links of recipients are made. */
@Injectable()
export class LinkKeys {
  private readonly secret: StageSecret;

  constructor(config: Config) {
    this.secret = new StageSecret(config, 'LINK_KEYS');
  }

  /**
   * Returns the keys, the one in use first.
   *
   * @throws Error where a deployed stage has none of its own, and when they cannot be read.
   */
  async get(): Promise<readonly [LinkKey, ...LinkKey[]]> {
    return parseLinkKeys(await this.secret.get());
  }
}
