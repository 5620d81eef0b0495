import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { retrying } from '../database/retry';
import { Clock } from '../kernel/clock';
import { unavailable } from '../kernel/errors';
import { newId } from '../kernel/ids';
import { limaDayOf } from '../kernel/lima-days';
import { isLinkToken } from '../kernel/link-token';
import { present } from '../kernel/present';
import { OrdersService } from '../orders/orders.service';
import { addWish } from '../tracking/tracker';
import { Trackers } from '../tracking/trackers.service';
import { AskedWish, isGranted, wishRefusal, WishRefusal } from './wish';

const RECIPIENT = { role: 'recipient', subject: 'recipient' } as const;

/** Takes what recipients ask for on their pages: each wish is an event of the parcel's history. */
@Injectable()
export class WishesService {
  constructor(
    private readonly orders: OrdersService,
    private readonly trackers: Trackers,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Returns what became of a wish: taken, refused and why, or `lost` where the link opens nothing. One that holds already stays as it is. */
  async ask(token: string, wish: AskedWish): Promise<'done' | 'lost' | WishRefusal> {
    if (!isLinkToken(token)) return 'lost';
    const event_id = newId(this.clock.now());
    return retrying(
      async () => {
        const found = await this.orders.findByToken(token);
        if (found === undefined) return 'lost';
        const loaded = await this.trackers.load({ orderId: found.order_id, trackingId: found.tracking_id });
        const { head, order = found, history } = loaded;
        if (isGranted(wish, order, history)) return 'done';
        const context = this.trackers.context(RECIPIENT, order.route_id);
        const refusal = wishRefusal(wish, order, history, limaDayOf(context.recordedAt), this.config);
        if (refusal !== undefined) return refusal;
        const { kind } = wish;
        const appended = addWish(
          head,
          history,
          {
            event_id,
            kind,
            occurred_at: context.recordedAt,
            ...present({
              reschedule_to: 'day' in wish ? wish.day : undefined,
              message: 'message' in wish ? wish.message : undefined,
              channel: 'channel' in wish ? wish.channel : undefined,
            }),
          },
          context,
        );
        if (appended === undefined) return 'full';
        const { committed } = await this.trackers.commit(loaded, appended);
        return committed ? 'done' : undefined;
      },
      () => unavailable('Too many changes of this parcel at once.'),
    );
  }
}
