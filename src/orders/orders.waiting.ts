import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { Cursor, decodeCursor, encodeCursor } from '../kernel/cursor';
import { invalid } from '../kernel/errors';
import { parseOrderId } from '../kernel/ids';
import { inParallel } from '../kernel/in-parallel';
import { dayAfter } from '../kernel/lima-days';
import { awaitsRoute, waitingDay } from './index-keys';
import { mergePartitions } from './merge-partitions';
import type { Order } from './order';
import { keepingShards, shardsToWalk } from './orders.listing';
import { OrdersRepository, WaitingEntry } from './orders.repository';
import type { ParcelStatus } from './states';

export interface WaitingFilter {
  /** `YYYY-MM-DD` in Lima. */
  readonly day: string;
  /** Two, four or six digits of INEI's: a department, a province or a district. Default: everywhere. */
  readonly area?: string;
}

export interface WaitingPage {
  /** The orders that wait, each with whether its day has passed. */
  readonly items: readonly { readonly order: Order; readonly overdue: boolean }[];
  readonly next_cursor: string | null;
}

/** How many orders of each state wait for a day, and how many of the days before it still do. */
export interface WaitingCounts {
  readonly due: Readonly<Partial<Record<ParcelStatus, number>>>;
  readonly overdue: Readonly<Partial<Record<ParcelStatus, number>>>;
}

/** How many days before the one asked for are looked through for what still waits. */
export const OVERDUE_DAYS = 7;

/** Entries of the index that are read for the price of one. */
const STEP = 25;
const READS_AT_ONCE = 24;

/** Lists what awaits a route on a day, or still does from the days before it: the oldest day first, then by district and by age. */
@Injectable()
export class WaitingOrders {
  constructor(
    private readonly config: Config,
    private readonly repository: OrdersRepository,
  ) {}

  /**
   * Returns the page behind a cursor, or the first one. An order that finds a route while the page is read is left out of it.
   *
   * @throws DinexError `invalid` for a cursor of another list.
   */
  async page({ day, area = '' }: WaitingFilter, limit: number, cursorText: string | undefined): Promise<WaitingPage> {
    const name = JSON.stringify(['waiting', day, area]);
    const after = cursorText === undefined ? {} : checkedPlaces(decodeCursor(cursorText, name), area);
    const shards = shardsToWalk(this.config.STATUS_SHARDS, after);
    const merged = await mergePartitions<WaitingEntry>(
      partitionsOf(day, shards),
      after,
      limit,
      placeOf,
      ({ waiting_day, waiting_place, order_id }) => dayOf(waiting_day) + waiting_place + order_id,
      (partition, place, count) => this.repository.pageOfDay(partition, area, count, place),
      { ascending: true, step: STEP },
    );
    const orders = new Map(
      (await this.repository.getMany(merged.items.map(({ order_id }) => order_id))).map((order) => [
        order.order_id,
        order,
      ]),
    );
    return {
      items: merged.items.flatMap((entry) => {
        const order = orders.get(entry.order_id);
        // The index is some milliseconds behind the orders.
        if (order === undefined || !awaitsRoute(order) || order.service_day !== dayOf(entry.waiting_day)) return [];
        return [{ order, overdue: order.service_day < day }];
      }),
      next_cursor:
        merged.after === undefined ? null : encodeCursor({ filter: name, after: keepingShards(merged.after, shards) }),
    };
  }

  /** Returns how many orders wait for a day, and how many of the days before it still do, by their state. */
  async count(day: string): Promise<WaitingCounts> {
    const due = new Map<ParcelStatus, number>();
    const overdue = new Map<ParcelStatus, number>();
    await inParallel(partitionsOf(day, this.config.STATUS_SHARDS), READS_AT_ONCE, async (partition) => {
      const counts = dayOf(partition) === day ? due : overdue;
      for (const { status } of await this.repository.waitingOn(partition))
        counts.set(status, (counts.get(status) ?? 0) + 1);
    });
    return { due: Object.fromEntries(due), overdue: Object.fromEntries(overdue) };
  }
}

/** Every shard of the day and of the days before it. */
const partitionsOf = (day: string, shards: number): string[] =>
  Array.from({ length: OVERDUE_DAYS + 1 }, (_, before) => dayAfter(day, -before)).flatMap((each) =>
    Array.from({ length: shards }, (_, shard) => waitingDay(each, shard)),
  );

const dayOf = (partition: string): string => partition.slice(0, partition.indexOf('#'));

/** An entry's place in its partition: its district and its id, from which the rest of its key follows. */
const placeOf = ({ waiting_place, order_id }: WaitingEntry): string =>
  `${waiting_place.slice(0, waiting_place.indexOf('#'))}#${order_id}`;

function checkedPlaces({ after }: Cursor, area: string): Cursor['after'] {
  for (const place of Object.values(after)) {
    const [district = '', id = '', ...rest] = place?.split('#') ?? [];
    const is =
      /^\d{6}$/.test(district) && district.startsWith(area) && parseOrderId(id) !== undefined && rest.length === 0;
    if (place !== null && !is) throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  }
  return after;
}
