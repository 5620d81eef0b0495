import { Module } from '@nestjs/common';
import { GeoModule } from '../../geo/geo.module';
import { LocatorService } from './locator.service';
import { PlanningService } from './planning.service';
import { Solver } from './solver';

/** Makes routes of orders and drivers, which nobody has stored yet: places, distances and times, the solver in its thread. */
@Module({
  imports: [GeoModule],
  providers: [Solver, LocatorService, PlanningService],
  exports: [PlanningService],
})
export class PlanningModule {}
