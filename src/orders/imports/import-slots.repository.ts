import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { either } from '../../database/expressions';
import { ttlAfter } from '../../database/lifetimes';
import type { TableStore } from '../../database/table-store';
import { Clock } from '../../kernel/clock';
import { objectOf, text, whole } from '../../kernel/shape';

/** One of the places for a shop's imports under way. */
interface Slot {
  /** `slot#SHOP-LIMA-01#0` */
  readonly import_id: string;
  readonly holder: string;
  readonly ttl: number;
}

/** How long an import holds its place at most, in seconds: one that died gives it back so, one that waits longer is under way beside another. */
const LEASE_SECONDS = 3_600;

/** The places for imports under way, each an item that one import can hold: as many of a shop's as there are places run at once. */
@Injectable()
export class ImportSlots {
  private readonly slots: TableStore<Slot, 'imports'>;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.slots = database.table('imports', {
      read: objectOf<Slot>({ import_id: text, holder: text, ttl: whole }),
    });
  }

  /** Takes a place for an import, the one that it holds already where it is tried again. Returns the place; `undefined` when all are taken. */
  async take(shopId: string, importId: string, places: number): Promise<string | undefined> {
    for (let place = 0; place < places; place++) {
      const slot = `slot#${shopId}#${place}`;
      const taken = await this.slots.apply(
        this.slots.put(
          'slot',
          { import_id: slot, holder: importId, ttl: ttlAfter(this.clock.now(), LEASE_SECONDS) },
          either(this.slots.absentOrExpired(), held(importId)),
        ),
      );
      if (taken.committed) return slot;
    }
    return undefined;
  }

  /** Gives a place back, unless another import holds it by now. */
  async giveBack(slot: string, importId: string): Promise<void> {
    await this.slots.apply(
      this.slots.update(
        'slot',
        { import_id: slot },
        { expression: 'SET #ttl = :past', names: { '#ttl': 'ttl' }, values: { ':past': 0 } },
        held(importId),
      ),
    );
  }
}

const held = (importId: string) => ({ expression: 'holder = :holder', values: { ':holder': importId } });
