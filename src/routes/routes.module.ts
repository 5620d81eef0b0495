import { Module } from '@nestjs/common';
import { DayModule } from './day/day.module';
import { PlansController } from './plans/plans.controller';
import { PlansModule } from './plans/plans.module';
import { RoutesController } from './routes.controller';

/** Routes over HTTP. */
@Module({ imports: [PlansModule, DayModule], controllers: [PlansController, RoutesController] })
export class RoutesModule {}
