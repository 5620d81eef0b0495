import { Module } from '@nestjs/common';
import { ChangingController } from './day/changing.controller';
import { DaysController } from './day/days.controller';
import { DayModule } from './day/day.module';
import { PlansController } from './plans/plans.controller';
import { PlansModule } from './plans/plans.module';
import { RoutesController } from './routes.controller';

/** Serves routes over HTTP. The use cases are modules of their own: planning and assignment, and on them plans and the day. */
@Module({
  imports: [PlansModule, DayModule],
  controllers: [ChangingController, DaysController, PlansController, RoutesController],
})
export class RoutesModule {}
