import type { Clock } from '../kernel/clock';
import type { Credential } from './credential';

/** How long a process trusts what it has read of a key: a revoked one works for less than 60 s more. */
const TRUST_MS = 30_000;
/** Keys that a process remembers, right and wrong ones, some 500 bytes each; beyond, the one that was read longest ago is forgotten. */
const MAX_REMEMBERED = 5_000;

interface Remembered {
  readonly credential: Promise<Credential | undefined>;
  readonly until: number;
}

/** What a process remembers of keys, so that not each request reads one. */
export class KnownCredentials {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly find: (credentialId: string) => Promise<Credential | undefined>,
    private readonly clock: Clock,
  ) {}

  /** Returns a key as it was at most 30 s ago; many requests at once read it once. */
  get(credentialId: string): Promise<Credential | undefined> {
    const now = this.clock.now();
    const known = this.remembered.get(credentialId);
    if (known !== undefined && known.until > now) return known.credential;
    const credential = this.find(credentialId);
    this.remembered.delete(credentialId);
    this.remembered.set(credentialId, { credential, until: now + TRUST_MS });
    const [oldest] = this.remembered.size > MAX_REMEMBERED ? this.remembered.keys() : [];
    if (oldest !== undefined) this.remembered.delete(oldest);
    // What could not be read is asked for again by the next request.
    credential.catch(() => {
      this.forget(credentialId);
    });
    return credential;
  }

  forget(credentialId: string): void {
    this.remembered.delete(credentialId);
  }
}
