import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../access/audit-trail';
import type { Principal } from '../access/principal';
import { Config } from '../config/config';
import { retrying } from '../database/retry';
import { Transactions } from '../database/transaction';
import { IdempotencyService, refuseTakenKey } from '../idempotency/idempotency.service';
import { conflict, stale, unavailable } from '../kernel/errors';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import type { OrderId } from '../kernel/ids';
import { linkUrl } from '../orders/order-link';
import { OrdersService } from '../orders/orders.service';
import type { RecipientLinkDto } from './parcel.dto';

interface RenewalOptions {
  readonly ifMatch?: number;
  readonly request?: IdempotencyKey;
}

/** Replaces the links by which recipients follow their parcels. */
@Injectable()
export class LinksService {
  constructor(
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
    private readonly idempotency: IdempotencyService,
    private readonly audit: AuditTrail,
    private readonly config: Config,
  ) {}

  /**
   * Gives an order a new link, and returns it; the one before opens nothing from then on. A repeated request returns the link as it is.
   *
   * @throws DinexError `not_found`, `stale`.
   */
  async renew(principal: Principal, orderId: OrderId, { ifMatch, request }: RenewalOptions): Promise<RecipientLinkDto> {
    // The answer is made again from the order: what is kept for repetitions holds no link.
    await this.idempotency.once(principal, request, (key) =>
      retrying(
        async () => {
          const order = await this.orders.getOwn(principal, orderId);
          if (ifMatch !== undefined && ifMatch !== order.version) throw stale(order.version);
          const next = await this.orders.withNewLink(order);
          const outcome = await this.transactions.commit([
            this.orders.transition(order, next),
            await this.audit.change(principal, `order:${orderId}`, 'order.link_replaced', links(order), links(next)),
            ...key.done('replaced'),
          ]);
          refuseTakenKey(outcome);
          return outcome.committed ? 'replaced' : undefined;
        },
        () => unavailable('Too many changes of this order at once.'),
      ),
    );
    const order = await this.orders.getOwn(principal, orderId);
    const token = await this.orders.tokenOf(order);
    if (token === undefined) throw conflict('The key of this link is in use no more; ask for another link.');
    return { order_id: orderId, version: order.version, url: linkUrl(this.config.PUBLIC_BASE_URL ?? '', token) };
  }
}

const links = ({ token_version = 0 }: { readonly token_version?: number }) => ({ links: token_version });
