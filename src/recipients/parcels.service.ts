import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { Clock } from '../kernel/clock';
import { limaDayOf } from '../kernel/lima-days';
import { isLinkToken } from '../kernel/link-token';
import { present } from '../kernel/present';
import { OrdersService } from '../orders/orders.service';
import { ShopsService } from '../shops/shops.service';
import { Locale, localeOf } from '../texts/locale';
import { Trackers } from '../tracking/trackers.service';
import { hasAskedToday, offeredDays } from './wish';
import { ParcelView, parcelView } from './parcel-view';

/** A parcel as its link shows it, and the language of its recipient. */
export interface ShownParcel {
  readonly view: ParcelView;
  readonly locale: Locale;
}

/** Shows parcels to those who hold their links. It writes nothing: messengers open links before people do. */
@Injectable()
export class ParcelsService {
  constructor(
    private readonly orders: OrdersService,
    private readonly trackers: Trackers,
    private readonly shops: ShopsService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Returns what a link's token opens, `undefined` where it opens nothing: what cannot be a token is not looked for. */
  async find(token: string): Promise<ShownParcel | undefined> {
    if (!isLinkToken(token)) return undefined;
    const found = await this.orders.findByToken(token);
    if (found === undefined) return undefined;
    const { order_id: orderId, tracking_id: trackingId } = found;
    const [{ order = found, history }, shopName] = await Promise.all([
      this.trackers.load({ orderId, trackingId }),
      this.shops.senderName(found.customer_id),
    ]);
    const today = limaDayOf(this.clock.now());
    const days = hasAskedToday(history, today) ? [] : offeredDays(order, today, this.config);
    const surroundings = { contact: this.config.SUPPORT_ADDRESS, days, ...present({ shopName }) };
    return { view: parcelView(order, history, surroundings), locale: localeOf(order.recipient?.locale) };
  }
}
