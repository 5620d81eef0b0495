import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../../idempotency/idempotency.module';
import { OrdersModule } from '../../orders/orders.module';
import { AssignmentModule } from '../assignment/assignment.module';
import { PlanningModule } from '../planning/planning.module';
import { RoutesService } from '../routes.service';
import { RoutesStoreModule } from '../routes-store.module';
import { PlansRepository } from './plans.repository';
import { PlansService } from './plans.service';

/** Planning requests and what becomes of them, at once or behind the queue; without HTTP, for the queue's consumer. */
@Module({
  imports: [IdempotencyModule, OrdersModule, RoutesStoreModule, PlanningModule, AssignmentModule],
  providers: [PlansRepository, PlansService, RoutesService],
  exports: [PlansService, RoutesService],
})
export class PlansModule {}
