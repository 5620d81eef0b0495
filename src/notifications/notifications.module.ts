import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module';
import { DeliveriesRepository } from './deliveries.repository';
import { NotificationsService } from './notifications.service';
import { EmailSender, SmsSender, WebhookSender } from './senders';

/** Tells people of what happened to their parcels; only the queue's consumer needs it. */
@Module({
  imports: [OrdersModule],
  providers: [DeliveriesRepository, EmailSender, SmsSender, WebhookSender, NotificationsService],
  exports: [NotificationsService],
})
export class NotificationsModule {}
