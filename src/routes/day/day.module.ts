import { Module } from '@nestjs/common';
import { OrdersModule } from '../../orders/orders.module';
import { AssignmentModule } from '../assignment/assignment.module';
import { PlanningModule } from '../planning/planning.module';
import { RoutesStoreModule } from '../routes-store.module';
import { LifecycleService } from './lifecycle.service';
import { ReoptimizeService } from './reoptimize.service';

/** The routes of a day while they are driven: read, started, ended, planned again. */
@Module({
  imports: [OrdersModule, RoutesStoreModule, PlanningModule, AssignmentModule],
  providers: [LifecycleService, ReoptimizeService],
  exports: [LifecycleService, ReoptimizeService],
})
export class DayModule {}
