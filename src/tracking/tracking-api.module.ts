import { Module } from '@nestjs/common';
import { AttemptsController } from './attempts.controller';
import { CancellationController } from './cancellation.controller';
import { ScansController } from './scans.controller';
import { TrackingController } from './tracking.controller';
import { TrackingModule } from './tracking.module';

/** Serves the history of each parcel over HTTP, the cancellation of orders included. */
@Module({
  imports: [TrackingModule],
  controllers: [AttemptsController, CancellationController, ScansController, TrackingController],
})
export class TrackingApiModule {}
