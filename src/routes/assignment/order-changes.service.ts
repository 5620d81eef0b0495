import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DinexError } from '../../kernel/errors';
import type { OrderId } from '../../kernel/ids';
import { Transactions } from '../../database/transaction';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { inChunks, jsonBytes, MAX_ORDERS_IN_TRANSACTION } from '../../database/chunks';
import type { Route } from '../route';
import { RoutesRepository, writeName } from '../routes.repository';

const MAX_RACES = 10;

/** Changes many orders of a route, each by its own version, in as few transactions as hold them; safe to repeat. */
@Injectable()
export class OrderChanges {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * @param change the order as it is to be, or `undefined` to leave it alone; asked again when another change came first
   * @param onlyWhile stops without an error when this route is no longer at its version
   */
  async apply(ids: readonly OrderId[], change: (order: Order) => Order | undefined, onlyWhile?: Route): Promise<void> {
    for (const chunk of inChunks(ids, () => 0, MAX_ORDERS_IN_TRANSACTION)) {
      for (let race = 0; !(await this.tryChunk(chunk, change, onlyWhile)); race++) {
        if (race === MAX_RACES)
          throw new DinexError('unavailable', 'Too many changes of these orders at once.', { retryAfterSeconds: 1 });
        await sleep(Math.random() * 20 * 2 ** Math.min(race, 5));
      }
    }
  }

  private async tryChunk(
    ids: readonly OrderId[],
    change: (order: Order) => Order | undefined,
    onlyWhile: Route | undefined,
  ): Promise<boolean> {
    const changes = (await this.orders.findMany(ids)).flatMap((order) => {
      const changed = change(order);
      return changed === undefined ? [] : [{ order, changed }];
    });
    const condition = onlyWhile === undefined ? [] : [this.repository.unchanged(onlyWhile)];
    for (const part of inChunks(changes, ({ changed }) => jsonBytes(changed))) {
      const writes = part.map(({ order, changed }) => this.orders.transition(order, changed));
      const outcome = await this.transactions.commit([...condition, ...writes]);
      if (outcome.committed) continue;
      return onlyWhile !== undefined && outcome.failed.has(writeName(onlyWhile.route_id));
    }
    return true;
  }
}
