import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Database } from '../database/database';
import { DAY_SECONDS, ttlAfter } from '../database/lifetimes';
import type { TableStore } from '../database/table-store';
import { Clock } from '../kernel/clock';
import { limaDayOf } from '../kernel/lima-days';
import { objectOf, text, textSet, whole } from '../kernel/shape';
import { DeliveryRef, deliveryId } from './delivery';

/** The deliveries that one address has been sent through one channel on one day. */
export interface DailyCount {
  /** `day#email#2026-11-27#` and the address, hashed: the table holds no address. */
  readonly delivery_id: string;
  /** Hashes of their ids: a delivery that is tried again is the same one. */
  readonly told: ReadonlySet<string>;
  readonly ttl: number;
}

const readCount = objectOf<DailyCount>({ delivery_id: text, told: textSet, ttl: whole });

const PREFIX = 'day#';

/** Counts what an address is sent in a day, beside the deliveries themselves. */
@Injectable()
export class DailyCountsRepository {
  private readonly counts: TableStore<DailyCount, 'deliveries'>;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.counts = database.table('deliveries', { read: readCount });
  }

  /**
   * Counts a delivery, unless the address has been sent `most` others on this day of Lima: two that come at once are counted one after the
   * other, and one that is counted stays so however often it is tried. Returns whether it is counted.
   */
  async take(delivery: DeliveryRef, address: string, most: number): Promise<boolean> {
    const now = this.clock.now();
    const key = [PREFIX + delivery.channel, limaDayOf(now), short(address.trim().toLowerCase(), 32)].join('#');
    const id = short(deliveryId(delivery), 10);
    const outcome = await this.counts.apply(
      this.counts.update(
        'count',
        { delivery_id: key },
        {
          expression: 'ADD told :one SET #ttl = :ttl',
          names: { '#ttl': 'ttl' },
          values: { ':one': new Set([id]), ':ttl': ttlAfter(now, 3 * DAY_SECONDS) },
        },
        {
          expression: 'attribute_not_exists(told) OR contains(told, :id) OR size(told) < :most',
          values: { ':id': id, ':most': most },
        },
      ),
    );
    return outcome.committed;
  }
}

const short = (text: string, digits: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits);
