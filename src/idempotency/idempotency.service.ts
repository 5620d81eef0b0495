import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DinexError, invalid } from '../kernel/errors';
import { IDEMPOTENCY_KEY_POINTER, IdempotencyKey } from '../kernel/idempotency-key';
import { Principal, tenantOf } from '../access/principal';
import type { Outcome, Write } from '../database/transaction';
import { IdempotencyRepository, KEY_WRITE } from './idempotency.repository';

export type Known<T> =
  | { readonly kind: 'new' }
  | { readonly kind: 'done'; readonly response: T }
  | { readonly kind: 'under_way'; readonly resource_id: string };

/** Another request with the same key was first; thrown out of a commit, answered by reading what that one stored. */
export class KeyTakenError extends Error {}

/** The writes through which a key's record joins the transaction that does the work. */
export interface KeyWrites {
  /** Claims the key together with the whole work. */
  done(response: unknown): Write[];
  /** Claims the key for work of several transactions on this resource. */
  underWay(resourceId: string): Write[];
  complete(resourceId: string, response: unknown): Write[];
  release(resourceId: string): Write[];
}

/** What stands in for a key's writes in work that no key protects. */
export const WITHOUT_KEY: KeyWrites = { done: () => [], underWay: () => [], complete: () => [], release: () => [] };
const MAX_RACES = 5;

@Injectable()
export class IdempotencyService {
  constructor(private readonly repository: IdempotencyRepository) {}

  /**
   * Does the work once for a key: a request seen before gets the stored response, and of many at once one works and the others
   * get its answer. `resume` carries on with work of several transactions that was begun and not finished.
   *
   * @throws DinexError `invalid` when the key came with another body before.
   */
  async once<T>(
    principal: Principal,
    request: IdempotencyKey | undefined,
    work: (key: KeyWrites) => Promise<T>,
    resume?: (resourceId: string, key: KeyWrites) => Promise<T>,
  ): Promise<T> {
    if (request === undefined) return work(WITHOUT_KEY);
    const id = keyId(principal, request);
    const writes = this.writes(id, request.body_hash);
    for (let race = 1; ; race++) {
      const known = await this.lookUp<T>(id, request);
      if (known.kind === 'done') return known.response;
      try {
        if (known.kind === 'new') return await work(writes);
        if (resume === undefined) throw new Error(`A key without an answer: ${known.resource_id}`);
        return await resume(known.resource_id, writes);
      } catch (error) {
        const mayBeKnown =
          error instanceof KeyTakenError || (error instanceof DinexError && (await this.isKnown(id, request)));
        if (race === MAX_RACES || !mayBeKnown) throw error;
      }
    }
  }

  /**
   * After a failure: whether the same request, sent at the same time, did the work meanwhile. What this one met (a parcel that
   * is cancelled already, a version that has moved) is then its own doing.
   */
  private async isKnown(id: string, request: IdempotencyKey): Promise<boolean> {
    return (await this.lookUp(id, request)).kind === 'done';
  }

  private async lookUp<T>(id: string, request: IdempotencyKey): Promise<Known<T>> {
    const record = await this.repository.get(id);
    if (record === undefined) return { kind: 'new' };
    if (record.request_hash !== request.body_hash)
      throw invalid(IDEMPOTENCY_KEY_POINTER, 'This Idempotency-Key was used with another request body.', 'header');
    // `JSON.parse` cannot tell: this key, its path and its body wrote the same kind of response.
    if (record.response !== undefined) return { kind: 'done', response: JSON.parse(record.response) as T };
    return { kind: 'under_way', resource_id: record.resource_id ?? '' };
  }

  private writes(id: string, requestHash: string): KeyWrites {
    return {
      done: (response) => [this.repository.claim(id, requestHash, { response: JSON.stringify(response) })],
      underWay: (resource_id) => [this.repository.claim(id, requestHash, { resource_id })],
      complete: (resourceId, response) => [this.repository.complete(id, resourceId, JSON.stringify(response))],
      release: (resourceId) => [this.repository.release(id, resourceId)],
    };
  }
}

/** @throws KeyTakenError when a commit was refused because its idempotency key is taken. */
export function refuseTakenKey(outcome: Outcome): void {
  if (!outcome.committed && outcome.failed.has(KEY_WRITE)) throw new KeyTakenError();
}

const keyId = (principal: Principal, { method, path, key }: IdempotencyKey): string =>
  createHash('sha256')
    .update([tenantOf(principal), method, path, key].join('\n'))
    .digest('hex');
