import { Module } from '@nestjs/common';
import { AuditModule } from '../../access/audit.module';
import { OrdersModule } from '../../orders/orders.module';
import { TrackingModule } from '../../tracking/tracking.module';
import { AssignmentModule } from '../assignment/assignment.module';
import { PlanningModule } from '../planning/planning.module';
import { RoutesStoreModule } from '../routes-store.module';
import { EndOfRoute } from './end-of-route.service';
import { DaysService } from './days.service';
import { LifecycleService } from './lifecycle.service';
import { ReoptimizeService } from './reoptimize.service';

/** The routes of a day while they are driven: read, started, ended, planned again. */
@Module({
  imports: [AuditModule, OrdersModule, TrackingModule, RoutesStoreModule, PlanningModule, AssignmentModule],
  providers: [EndOfRoute, DaysService, LifecycleService, ReoptimizeService],
  exports: [DaysService, LifecycleService, ReoptimizeService],
})
export class DayModule {}
