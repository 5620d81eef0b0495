import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { OrdersModule } from '../orders/orders.module';
import { AttemptsService } from './attempts.service';
import { CarryOver } from './carry-over.service';
import { RouteEndsRepository } from './route-ends.repository';
import { Trackers } from './trackers.service';
import { TrackingRepository } from './tracking.repository';
import { TrackingService } from './tracking.service';

/** The use cases of tracking, without HTTP: routes bring back with them what they leave over. */
@Module({
  imports: [IdempotencyModule, OrdersModule],
  providers: [TrackingRepository, RouteEndsRepository, Trackers, TrackingService, AttemptsService, CarryOver],
  exports: [Trackers, TrackingService, AttemptsService, CarryOver],
})
export class TrackingModule {}
