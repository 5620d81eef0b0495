import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { DAY_SECONDS, epochSeconds } from '../../database/lifetimes';
import type { TableStore } from '../../database/table-store';
import type { Write } from '../../database/transaction';
import { Clock } from '../../kernel/clock';
import { newId } from '../../kernel/ids';
import { present } from '../../kernel/present';
import { instant, listOf, objectOf, optional, text, whole } from '../../kernel/shape';
import type { BusyInterval, DriverDay } from './driver-day';

/** How long a day is kept after its last interval. */
const KEPT_SECONDS = 30 * DAY_SECONDS;

@Injectable()
export class DriverDaysRepository {
  private readonly days: TableStore<DriverDay, 'driver_days'>;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.days = database.table('driver_days', { read: readDriverDay });
  }

  /** Returns the days that are stored of these, by their ids. */
  async find(ids: readonly string[]): Promise<ReadonlyMap<string, DriverDay>> {
    const found = await this.days.getMany(ids.map((driver_day) => ({ driver_day })));
    return new Map(found.map((day) => [day.driver_day, day]));
  }

  /** Stores a day with these intervals; refused where it is no longer at the version that was read, or there at all. */
  save(
    id: string,
    before: DriverDay | undefined,
    intervals: readonly BusyInterval[],
    handedOver = before?.handed_over,
  ): Write {
    const now = this.clock.now();
    const last = Math.max(now, ...intervals.map(({ until }) => Date.parse(until)));
    const item: DriverDay = {
      driver_day: id,
      version: (before?.version ?? 0) + 1,
      intervals,
      ...present({ handed_over: handedOver }),
      write_id: newId(now),
      ttl: epochSeconds(last) + KEPT_SECONDS,
    };
    const name = `driver_day:${id}`;
    return before === undefined
      ? this.days.put(name, item, this.days.absentOrExpired())
      : this.days.replace(name, item, before.version);
  }
}

const readDriverDay = objectOf<DriverDay>({
  driver_day: text,
  version: whole,
  intervals: listOf(objectOf<BusyInterval>({ route_id: text, from: instant, until: instant })),
  handed_over: optional(listOf(text)),
  write_id: text,
  ttl: whole,
});
