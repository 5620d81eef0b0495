import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { either, Expression } from '../database/expressions';
import { DAY_SECONDS, ttlAfter } from '../database/lifetimes';
import type { TableStore } from '../database/table-store';
import { Clock } from '../kernel/clock';
import { objectOf, text, whole } from '../kernel/shape';
import type { Cap } from './cap';
import { readDelivery } from './deliveries.repository';
import type { Delivery } from './delivery';

interface Tally {
  readonly delivery_id: string;
  readonly taken: number;
  readonly ttl: number;
}

/**
 * Counts what is sent, up to a cap, in the table of the deliveries. A reply that was lost may make it count one too many, so that
 * never more is sent than the cap says.
 */
@Injectable()
export class TalliesRepository {
  private readonly tallies: TableStore<Tally, 'deliveries'>;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.tallies = database.table('deliveries', { read: readTally });
  }

  private async take({ name, most, keptDays }: Cap): Promise<boolean> {
    if (most < 1) return false;
    const below: Expression = { expression: 'taken < :most', values: { ':most': most } };
    const outcome = await this.tallies.apply(
      this.tallies.update(
        'take',
        { delivery_id: tallyId(name) },
        {
          expression: 'SET #ttl = :ttl ADD taken :one',
          names: { '#ttl': 'ttl' },
          values: { ':ttl': ttlAfter(this.clock.now(), keptDays * DAY_SECONDS), ':one': 1 },
        },
        either(this.tallies.absent(), below),
      ),
    );
    return outcome.committed;
  }

  /** Counts one more under every cap, and returns whether all of them allowed it; where one did not, nothing is counted. */
  async takeAll(caps: readonly Cap[]): Promise<boolean> {
    const taken: Cap[] = [];
    for (const cap of caps) {
      if (!(await this.take(cap))) {
        await this.giveBackAll(taken);
        return false;
      }
      taken.push(cap);
    }
    return true;
  }

  /** Takes one off every count again, for something that was certainly not sent. */
  async giveBackAll(caps: readonly Cap[]): Promise<void> {
    for (const cap of caps) await this.giveBack(cap);
  }

  private async giveBack({ name }: Cap): Promise<void> {
    await this.tallies.apply(
      this.tallies.update(
        'give-back',
        { delivery_id: tallyId(name) },
        { expression: 'ADD taken :one', values: { ':one': -1 } },
        { expression: 'taken > :none', values: { ':none': 0 } },
      ),
    );
  }
}

/** No delivery has such a key: no channel's name begins with a digit or holds a `#`. */
const tallyId = (name: string): string => `count#${name}`;

const readTally = objectOf<Tally>({ delivery_id: text, taken: whole, ttl: whole });

/** Returns an item of the table of the deliveries as the delivery that it is, or says that it is a count of what was sent. */
export const readDeliveryOrTally = (stored: unknown): Delivery | 'tally' => {
  if (isTally(stored)) return 'tally';
  return readDelivery(stored);
};

const isTally = (stored: unknown): boolean =>
  typeof stored === 'object' && stored !== null && ('taken' in stored || 'told' in stored);
