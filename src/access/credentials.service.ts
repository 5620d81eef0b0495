import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { retrying } from '../database/retry';
import { Transactions, Write } from '../database/transaction';
import { IdempotencyService, refuseTakenKey } from '../idempotency/idempotency.service';
import { Clock } from '../kernel/clock';
import type { DataOf } from '../kernel/data-of';
import { notFound, unavailable } from '../kernel/errors';
import { newId } from '../kernel/ids';
import { present } from '../kernel/present';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { AuditTrail } from './audit-trail';
import { bearerOf, checkRoom, Credential, Holder, holderKey, MAX_KEPT_KEYS, refusedKey, stateOf } from './credential';
import { CredentialDto, NewKeyDto, NewKeyReplyDto, viewCredential } from './credentials.dto';
import { CredentialsRepository, ringId } from './credentials.repository';
import { KnownCredentials } from './known-credentials';
import { keyKindOf, newKeyToken, readKeyToken } from './key-token';
import { actorOf, Limits, Principal } from './principal';

/** Makes, exchanges and withdraws keys, and tells whose one is. */
@Injectable()
export class CredentialsService {
  private readonly known: KnownCredentials;

  constructor(
    private readonly repository: CredentialsRepository,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
    private readonly audit: AuditTrail,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.known = new KnownCredentials((id) => this.find(id), clock);
  }

  /**
   * Returns who bears a key.
   *
   * @throws DinexError `unauthenticated` for a key that is unknown, revoked, expired or suspended.
   */
  async principalOf(token: string): Promise<Principal> {
    const key = readKeyToken(token, keyKindOf(this.config.STAGE));
    if (key === undefined) throw refusedKey('is not well formed');
    const credential = await this.known.get(key.credential_id);
    if (credential === undefined) throw refusedKey('is not known');
    return bearerOf(credential, key, this.clock.now());
  }

  /**
   * Makes a key. Its text is in this response and nowhere else: a repetition of the request under its Idempotency-Key is answered
   * without it, since only a hash is stored.
   *
   * @throws DinexError `conflict` when the holder has two active keys.
   */
  issue(
    principal: Principal,
    holder: Holder,
    asked: DataOf<NewKeyDto>,
    request?: IdempotencyKey,
    limits?: Limits,
  ): Promise<NewKeyReplyDto> {
    return this.idempotency.once<NewKeyReplyDto>(principal, request, (key) =>
      retrying(async () => {
        const now = this.clock.now();
        const ring = await this.repository.ringOf(holder);
        checkRoom(await this.repository.onRing(ring), now);
        const { token, ...described } = newKeyToken(keyKindOf(this.config.STAGE));
        const credential: Credential = {
          ...described,
          holder,
          ...present({ scopes: asked.scopes, expires_at: asked.expires_at, limits }),
          name: asked.name,
          created_at: new Date(now).toISOString(),
          created_by: actorOf(principal),
          version: 1,
          write_id: newId(now),
        };
        const view = viewCredential(credential, now);
        const outcome = await this.transactions.commit([
          this.repository.insert(credential),
          this.repository.putRing(
            {
              credential_id: ringId(holder),
              credential_ids: [credential.credential_id, ...(ring?.credential_ids ?? [])].slice(0, MAX_KEPT_KEYS),
              version: (ring?.version ?? 0) + 1,
              write_id: credential.write_id,
            },
            ring?.version ?? 0,
          ),
          await this.audit.change(principal, objectIdOf(credential), 'key.issued', {}, view),
          ...key.done(view),
        ]);
        refuseTakenKey(outcome);
        return outcome.committed ? { ...view, token } : undefined;
      }, busy),
    );
  }

  /** Returns a holder's keys, newest first; their texts are nowhere. */
  async list(holder: Holder): Promise<CredentialDto[]> {
    const now = this.clock.now();
    const held = await this.repository.onRing(await this.repository.ringOf(holder));
    return held.map((credential) => viewCredential(credential, now));
  }

  /**
   * Withdraws a key: within 60 s it works nowhere. One that is withdrawn already stays so.
   *
   * @throws DinexError `not_found` for a key that the holder does not have.
   */
  revoke(principal: Principal, holder: Holder, credentialId: string): Promise<CredentialDto> {
    return retrying(async () => {
      const now = this.clock.now();
      const credential = await this.repository.get(credentialId);
      if (credential === undefined || holderKey(credential.holder) !== holderKey(holder))
        throw notFound('key', credentialId);
      if (credential.revoked_at !== undefined) return viewCredential(credential, now);
      const revoked = this.next(credential, { revoked_at: new Date(now).toISOString() });
      const outcome = await this.transactions.commit([
        this.repository.replace(revoked, credential.version),
        await this.audit.change(principal, objectIdOf(credential), 'key.revoked', credential, revoked),
      ]);
      if (!outcome.committed) return undefined;
      this.known.forget(credentialId);
      return viewCredential(revoked, now);
    }, busy);
  }

  /**
   * Returns the writes that give a holder's keys other limits, and stop them from `since` on or let them work again, for the transaction
   * that says why.
   */
  async terms(holder: Holder, since: string | undefined, limits: Limits): Promise<Write[]> {
    const held = await this.repository.onRing(await this.repository.ringOf(holder));
    return held
      .filter(({ revoked_at }) => revoked_at === undefined)
      .map((credential) => {
        const { suspended_at: _, limits: __, ...rest } = credential;
        return this.repository.replace(this.next(rest, present({ suspended_at: since, limits })), credential.version);
      });
  }

  private next(credential: Credential, change: Partial<Credential>): Credential {
    return { ...credential, ...change, version: credential.version + 1, write_id: newId(this.clock.now()) };
  }

  /** Read when a process does not know a key or has not asked for a while; so a use is noted once a day and process at most. */
  private async find(credentialId: string): Promise<Credential | undefined> {
    const credential = await this.repository.get(credentialId);
    const now = this.clock.now();
    const today = new Date(now).toISOString().slice(0, 10);
    // A key that works does not fail because its use could not be noted; one that does not work is not used, and costs no write.
    const used = credential !== undefined && stateOf(credential, now) === 'ACTIVE';
    if (used && (credential.last_used_on ?? '') < today)
      await this.repository.noteUse(credentialId, today).catch(() => undefined);
    return credential;
  }
}

const objectIdOf = ({ credential_id }: Credential): string => `key:${credential_id}`;
const busy = () => unavailable('Too many changes of these keys at once.');
