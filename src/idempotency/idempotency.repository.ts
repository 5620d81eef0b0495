import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { DAY_SECONDS, ttlAfter } from '../database/lifetimes';
import type { TableStore } from '../database/table-store';
import type { Write } from '../database/transaction';
import { Clock } from '../kernel/clock';
import { instant, objectOf, optional, Read, text, whole } from '../kernel/shape';

export const KEY_LIFETIME_SECONDS = DAY_SECONDS;

/** What is kept of a request that carried an `Idempotency-Key`. */
export interface KeyRecord {
  readonly idempotency_id: string;
  readonly request_hash: string;
  /** The response to replay, as JSON text so that it stays the same to the letter; absent while the work is under way. */
  readonly response?: string;
  /** The resource that the work under way is making, so that a retry can carry on where a crash stopped it. */
  readonly resource_id?: string;
  readonly created_at: string;
  readonly ttl: number;
}

/** The name by which a refused transaction tells that the key was taken. */
export const KEY_WRITE = 'idempotency';

@Injectable()
export class IdempotencyRepository {
  private readonly keys: TableStore<KeyRecord, 'idempotency'>;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.keys = database.table('idempotency', { read: readKeyRecord });
  }

  get(id: string): Promise<KeyRecord | undefined> {
    return this.keys.get({ idempotency_id: id });
  }

  /** Claims the key; refused while another record of it is alive. */
  claim(id: string, requestHash: string, outcome: Pick<KeyRecord, 'response' | 'resource_id'>): Write {
    const now = this.clock.now();
    const record: KeyRecord = {
      idempotency_id: id,
      request_hash: requestHash,
      ...outcome,
      created_at: new Date(now).toISOString(),
      ttl: ttlAfter(now, KEY_LIFETIME_SECONDS),
    };
    return this.keys.put(KEY_WRITE, record, this.keys.absentOrExpired());
  }

  /** Stores the response of a claimed key. */
  complete(id: string, resourceId: string, response: string): Write {
    return this.keys.update(
      KEY_WRITE,
      { idempotency_id: id },
      {
        expression: 'SET #response = :response',
        names: { '#response': 'response' },
        values: { ':response': response },
      },
      { expression: 'resource_id = :resource', values: { ':resource': resourceId } },
    );
  }

  /** Frees a claimed key whose work failed for good, so that the caller may try again with it. */
  release(id: string, resourceId: string): Write {
    return this.keys.delete(
      KEY_WRITE,
      { idempotency_id: id },
      {
        expression: 'attribute_not_exists(idempotency_id) OR resource_id = :resource',
        values: { ':resource': resourceId },
      },
    );
  }
}

/** Returns a stored item as the record that it is. @throws Misfit that names the field which is missing or is something else. */
const readKeyRecord: Read<KeyRecord> = objectOf<KeyRecord>({
  idempotency_id: text,
  request_hash: text,
  response: optional(text),
  resource_id: optional(text),
  created_at: instant,
  ttl: whole,
});
