import { Module } from '@nestjs/common';
import { Config } from '../../config/config';
import { GeoModule } from '../../geo/geo.module';
import type { GeoOptions } from '../../geo/geo.options';
import { present } from '../../kernel/present';
import { LocatorService } from './locator.service';
import { PlanningService } from './planning.service';
import { Solver } from './solver';

const geoOptions = (config: Config): GeoOptions => ({
  geocoder: config.GEOCODER,
  matrix: config.MATRIX_PROVIDER,
  region: config.AWS_REGION,
  ...present({ osrm_url: config.OSRM_URL }),
});

/** Makes routes of orders and drivers, which nobody has stored yet: places, distances and times, the solver in its thread. */
@Module({
  imports: [GeoModule.forRootAsync({ inject: [Config], useFactory: geoOptions })],
  providers: [Solver, LocatorService, PlanningService],
  exports: [PlanningService],
})
export class PlanningModule {}
