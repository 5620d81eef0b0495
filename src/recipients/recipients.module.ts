import { Module } from '@nestjs/common';
import { AuditModule } from '../access/audit.module';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { OrdersModule } from '../orders/orders.module';
import { ShopsModule } from '../shops/shops.module';
import { TrackingModule } from '../tracking/tracking.module';
import { LinksController } from './links.controller';
import { LinksService } from './links.service';
import { ParcelsController } from './parcels.controller';
import { ParcelsService } from './parcels.service';
import { WishesController } from './wishes.controller';
import { WishesService } from './wishes.service';

/** What the person who waits for a parcel sees of it, by a link of its own. */
@Module({
  imports: [AuditModule, IdempotencyModule, OrdersModule, ShopsModule, TrackingModule],
  controllers: [LinksController, ParcelsController, WishesController],
  providers: [LinksService, ParcelsService, WishesService],
})
export class RecipientsModule {}
