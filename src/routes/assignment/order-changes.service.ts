import { Injectable } from '@nestjs/common';
import { unavailable } from '../../kernel/errors';
import type { OrderId } from '../../kernel/ids';
import { retrying } from '../../database/retry';
import { transactionLimits, Transactions } from '../../database/transaction';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { inChunks, jsonBytes } from '../../database/chunks';
import type { Route } from '../route';
import { RoutesRepository, writeName } from '../routes.repository';

/** How many orders one transaction holds beside the condition on their route. */
const BESIDE_ROUTE = transactionLimits(1);

/** Changes many orders of a route, each by its own version, in as few transactions as hold them; safe to repeat. */
@Injectable()
export class OrderChanges {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Changes these orders.
   *
   * @param change returns the order as it is to be, or `undefined` to leave it alone; asked again when another change came first
   * @param onlyWhile stops without an error when this route is no longer at its version
   */
  async apply(ids: readonly OrderId[], change: (order: Order) => Order | undefined, onlyWhile?: Route): Promise<void> {
    for (const chunk of inChunks(ids, { items: BESIDE_ROUTE.items }))
      await retrying(
        () => this.tryChunk(chunk, change, onlyWhile),
        () => unavailable('Too many changes of these orders at once.'),
      );
  }

  /** Returns `undefined` when another change of an order came first. */
  private async tryChunk(
    ids: readonly OrderId[],
    change: (order: Order) => Order | undefined,
    onlyWhile: Route | undefined,
  ): Promise<'done' | undefined> {
    const changes = (await this.orders.findMany(ids)).flatMap((order) => {
      const changed = change(order);
      return changed === undefined ? [] : [{ order, changed }];
    });
    const condition = onlyWhile === undefined ? [] : [this.repository.unchanged(onlyWhile)];
    for (const part of inChunks(changes, BESIDE_ROUTE, ({ changed }) => jsonBytes(changed))) {
      const writes = part.map(({ order, changed }) => this.orders.transition(order, changed));
      const outcome = await this.transactions.commit([...condition, ...writes]);
      if (outcome.committed) continue;
      const overtaken = onlyWhile !== undefined && outcome.failed.has(writeName(onlyWhile.route_id));
      return overtaken ? 'done' : undefined;
    }
    return 'done';
  }
}
