import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { OrdersModule } from '../orders/orders.module';
import { CancellationController } from './cancellation.controller';
import { TrackingController } from './tracking.controller';
import { TrackingRepository } from './tracking.repository';
import { TrackingService } from './tracking.service';

/** Keeps the history of each parcel and serves it over HTTP, the cancellation of orders included. */
@Module({
  imports: [IdempotencyModule, OrdersModule],
  controllers: [CancellationController, TrackingController],
  providers: [TrackingRepository, TrackingService],
  exports: [TrackingService],
})
export class TrackingModule {}
