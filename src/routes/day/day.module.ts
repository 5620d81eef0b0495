import { Module } from '@nestjs/common';
import { AuditModule } from '../../access/audit.module';
import { FleetStoreModule } from '../../fleet/fleet-store.module';
import { IdempotencyModule } from '../../idempotency/idempotency.module';
import { OrdersModule } from '../../orders/orders.module';
import { TrackingModule } from '../../tracking/tracking.module';
import { AssignmentModule } from '../assignment/assignment.module';
import { PlanningModule } from '../planning/planning.module';
import { RoutesStoreModule } from '../routes-store.module';
import { Arrivals } from './arrivals.service';
import { EndOfRoute } from './end-of-route.service';
import { DaysService } from './days.service';
import { InsertionService } from './insertion.service';
import { LifecycleService } from './lifecycle.service';
import { RemovalService } from './removal.service';
import { ReoptimizeService } from './reoptimize.service';
import { TransferService } from './transfer.service';

/** The routes of a day while they are driven: read, started, ended, planned again. */
@Module({
  imports: [
    AuditModule,
    FleetStoreModule,
    IdempotencyModule,
    OrdersModule,
    TrackingModule,
    RoutesStoreModule,
    PlanningModule,
    AssignmentModule,
  ],
  providers: [
    Arrivals,
    EndOfRoute,
    DaysService,
    InsertionService,
    LifecycleService,
    RemovalService,
    ReoptimizeService,
    TransferService,
  ],
  exports: [DaysService, InsertionService, LifecycleService, RemovalService, ReoptimizeService, TransferService],
})
export class DayModule {}
