import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { OrdersModule } from '../orders/orders.module';
import { AttemptsService } from './attempts.service';
import { CarryOver } from './carry-over.service';
import { RoutesSeenRepository } from './routes-seen.repository';
import { ScansService } from './scans.service';
import { Trackers } from './trackers.service';
import { TrackingRepository } from './tracking.repository';
import { TrackingService } from './tracking.service';

/** The use cases of tracking, without HTTP: routes bring back with them what they leave over. */
@Module({
  imports: [IdempotencyModule, OrdersModule],
  providers: [
    TrackingRepository,
    RoutesSeenRepository,
    Trackers,
    TrackingService,
    ScansService,
    AttemptsService,
    CarryOver,
  ],
  exports: [Trackers, TrackingService, ScansService, AttemptsService, CarryOver],
})
export class TrackingModule {}
