import { Module } from '@nestjs/common';
import { Config } from '../config/config';
import { GeoModule } from '../geo/geo.module';
import type { GeoOptions } from '../geo/geo.options';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { OrdersModule } from '../orders/orders.module';
import { AssignmentService } from './assignment/assignment.service';
import { AvailabilityService } from './assignment/availability.service';
import { ClaimsService } from './assignment/claims.service';
import { LifecycleService } from './day/lifecycle.service';
import { LocatorService } from './planning/locator.service';
import { OrderChanges } from './day/order-changes.service';
import { PlanningService } from './planning/planning.service';
import { PlansRepository } from './plans/plans.repository';
import { PlansService } from './plans/plans.service';
import { ReoptimizeService } from './day/reoptimize.service';
import { RouteEndings } from './day/route-endings.service';
import { RoutesRepository } from './routes.repository';
import { RoutesService } from './routes.service';
import { Solver } from './planning/solver';

const geoOptions = (config: Config): GeoOptions => ({
  geocoder: config.GEOCODER,
  matrix: config.MATRIX_PROVIDER,
  region: config.AWS_REGION,
  ...(config.OSRM_URL === undefined ? {} : { osrm_url: config.OSRM_URL }),
});

/** The use cases of routes, without HTTP: what the consumer of the plans queue boots too. */
@Module({
  imports: [IdempotencyModule, OrdersModule, GeoModule.forRootAsync({ inject: [Config], useFactory: geoOptions })],
  providers: [
    RoutesRepository,
    PlansRepository,
    OrderChanges,
    RouteEndings,
    AvailabilityService,
    ClaimsService,
    AssignmentService,
    Solver,
    LocatorService,
    PlanningService,
    LifecycleService,
    ReoptimizeService,
    PlansService,
    RoutesService,
  ],
  exports: [RoutesService, LifecycleService, ReoptimizeService, PlansService],
})
export class RoutesModule {}
