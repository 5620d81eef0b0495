import { Module } from '@nestjs/common';
import { FleetStoreModule } from '../../fleet/fleet-store.module';
import { IdempotencyModule } from '../../idempotency/idempotency.module';
import { OrdersModule } from '../../orders/orders.module';
import { AssignmentModule } from '../assignment/assignment.module';
import { PlanningModule } from '../planning/planning.module';
import { RoutesStoreModule } from '../routes-store.module';
import { DriverRoutes } from './driver-routes.service';
import { PlanRuns } from './plan-runs.service';
import { PlansRepository } from './plans.repository';
import { PlansService } from './plans.service';
import { ProposalsService } from './proposals.service';

/** Takes planning requests and carries them out, at once or behind the queue; without HTTP, for the queue's consumer. */
@Module({
  imports: [FleetStoreModule, IdempotencyModule, OrdersModule, RoutesStoreModule, PlanningModule, AssignmentModule],
  providers: [PlansRepository, ProposalsService, DriverRoutes, PlanRuns, PlansService],
  exports: [PlansService, PlanRuns],
})
export class PlansModule {}
