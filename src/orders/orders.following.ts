import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import { invalid } from '../kernel/errors';
import { parseOrderId } from '../kernel/ids';
import type { OrderPage } from './orders.listing';
import { ChangePlace, OrdersRepository } from './orders.repository';

/**
 * How long a change may take from the instant that it bears to being seen in the index: the seconds for which a request tries to commit
 * it, the index's lag, and the difference between two clocks. A walk begins this much earlier than asked, since what came into the index
 * behind the walk before bears no older instant.
 */
const MARGIN_MS = 60_000;

/** Whose orders are followed, and from when. */
export interface ChangesFilter {
  readonly customer_id: string;
  /** RFC 3339. */
  readonly updated_since: string;
}

/** A walk over changes: where it is, and where it ends. */
interface Walk {
  readonly until: string;
  readonly place?: ChangePlace;
}

/**
 * Lists a shop's orders by when they changed last, so that it can follow them: whoever goes through all pages and asks again from the
 * newest `updated_at` it has been given misses none.
 */
@Injectable()
export class OrdersFollowing {
  constructor(
    private readonly repository: OrdersRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns the page behind a cursor, or the first one, oldest change first.
   *
   * @throws DinexError `invalid` for a cursor of another list.
   */
  async page(
    { customer_id, updated_since: since }: ChangesFilter,
    limit: number,
    cursorText: string | undefined,
  ): Promise<OrderPage> {
    const filter = JSON.stringify(['changes', customer_id, since]);
    const from = new Date(Date.parse(since) - MARGIN_MS).toISOString();
    // The end stands still while the walk goes on: a walk that ran after the present could pass by what comes in behind it.
    const walk =
      cursorText === undefined ? { until: new Date(this.clock.now()).toISOString() } : walkIn(cursorText, filter, from);
    if (from > walk.until) return { items: [], next_cursor: null };
    const { items, more } = await this.repository.changesOf(
      customer_id,
      { from, until: walk.until },
      limit,
      walk.place,
    );
    const found = new Map(
      (await this.repository.getMany(items.map(({ order_id }) => order_id))).map((order) => [order.order_id, order]),
    );
    const last = items.at(-1);
    return {
      // What has changed since then comes in the next walk: told now, it would move that walk's beginning past this one's end.
      items: items
        .flatMap(({ order_id }) => found.get(order_id) ?? [])
        .filter((order) => order.updated_at <= walk.until),
      next_cursor:
        more && last !== undefined
          ? encodeCursor({ filter, after: { until: walk.until, at: last.updated_at, order: last.order_id } })
          : null,
    };
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The store refuses a place outside of what is asked for. */
function walkIn(cursor: string, filter: string, from: string): Walk {
  const { until, at, order } = decodeCursor(cursor, filter).after;
  const orderId = typeof order === 'string' ? parseOrderId(order) : undefined;
  const right = [until, at].every((text) => typeof text === 'string' && INSTANT.test(text));
  if (!right || orderId === undefined || typeof until !== 'string' || typeof at !== 'string' || at < from || at > until)
    throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  return { until, place: { order_id: orderId, updated_at: at } };
}
