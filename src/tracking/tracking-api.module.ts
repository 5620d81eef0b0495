import { Module } from '@nestjs/common';
import { CancellationController } from './cancellation.controller';
import { TrackingController } from './tracking.controller';
import { TrackingModule } from './tracking.module';

/** Serves the history of each parcel over HTTP, the cancellation of orders included. */
@Module({ imports: [TrackingModule], controllers: [CancellationController, TrackingController] })
export class TrackingApiModule {}
