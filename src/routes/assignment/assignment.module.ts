import { Module } from '@nestjs/common';
import { OrdersModule } from '../../orders/orders.module';
import { RoutesStoreModule } from '../routes-store.module';
import { AssignmentService } from './assignment.service';
import { DriverDaysRepository } from './driver-days.repository';
import { DriverDays } from './driver-days.service';
import { AvailabilityService } from './availability.service';
import { ClaimsService } from './claims.service';
import { OrderChanges } from './order-changes.service';
import { RouteEndings } from './route-endings.service';

/** Puts orders on routes and takes them off again: which order is on which route is decided here and nowhere else. */
@Module({
  imports: [OrdersModule, RoutesStoreModule],
  providers: [
    AvailabilityService,
    OrderChanges,
    RouteEndings,
    DriverDaysRepository,
    DriverDays,
    ClaimsService,
    AssignmentService,
  ],
  exports: [AvailabilityService, AssignmentService, OrderChanges, RouteEndings, DriverDays],
})
export class AssignmentModule {}
