import { Module } from '@nestjs/common';
import { GeoModule } from '../../geo/geo.module';
import { LocatorService } from './locator.service';
import { PlannerAllowance } from './planner-allowance.repository';
import { PlanningService } from './planning.service';
import { Solver } from './solver';

/** Makes routes of orders and drivers, which nobody has stored yet: places, distances and times, the solver in its thread. */
@Module({
  imports: [GeoModule],
  providers: [Solver, LocatorService, PlanningService, PlannerAllowance],
  exports: [LocatorService, PlanningService, PlannerAllowance],
})
export class PlanningModule {}
