import { createHash } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DinexError } from '../kernel/errors';

const WINDOW_SECONDS = 60;
/** Credentials that have been right lately, by their hashes: 100 bytes each. */
const MAX_REMEMBERED = 5_000;

/**
 * Counts what one address shows in vain. Beyond the bound nothing from there is looked up any more, but for credentials that have been
 * right here: drivers sit behind their carrier's few addresses, and nobody locks them out by showing nonsense.
 */
export class FailedAttempts {
  private readonly limiter: RateLimiterMemory;
  private readonly right = new Set<string>();

  /** @param perMinute how many; 0: no bound. */
  constructor(private readonly perMinute: number) {
    this.limiter = new RateLimiterMemory({ points: Math.max(1, perMinute), duration: WINDOW_SECONDS });
  }

  /**
   * Does what finds out who shows a credential, unless too many from the address were wrong.
   *
   * @throws DinexError `rate_limited`; what `find` throws.
   */
  async guard<T>(ip: string, authorization: string | undefined, find: () => Promise<T>): Promise<T> {
    if (this.perMinute === 0 || authorization === undefined) return find();
    const name = createHash('sha256').update(authorization).digest('base64');
    if (!this.right.has(name)) await this.refuse(ip);
    try {
      const found = await find();
      this.remember(name);
      return found;
    } catch (error) {
      this.right.delete(name);
      if (error instanceof DinexError && error.kind === 'unauthenticated')
        await this.limiter.consume(ip).catch(() => undefined);
      throw error;
    }
  }

  private async refuse(ip: string): Promise<void> {
    const state = await this.limiter.get(ip);
    if (state === null || state.consumedPoints < this.perMinute) return;
    throw new DinexError('rate_limited', 'Too many wrong credentials came from this address.', {
      retryAfterSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1_000)),
    });
  }

  private remember(name: string): void {
    this.right.delete(name);
    this.right.add(name);
    const [oldest] = this.right.size > MAX_REMEMBERED ? this.right : [];
    if (oldest !== undefined) this.right.delete(oldest);
  }
}
