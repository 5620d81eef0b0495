import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module';
import { ChannelsModule } from './channels/channels.module';
import { DailyCountsRepository } from './daily-counts.repository';
import { DeliveriesRepository } from './deliveries.repository';
import { TalliesRepository } from './tallies.repository';
import { NotificationsService } from './notifications.service';

/** Tells people what happened to their parcels; only the consumer of the notifications queue needs it. */
@Module({
  imports: [OrdersModule, ChannelsModule],
  providers: [DailyCountsRepository, DeliveriesRepository, TalliesRepository, NotificationsService],
  exports: [NotificationsService],
})
export class NotificationsModule {}
