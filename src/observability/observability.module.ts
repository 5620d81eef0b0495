import { Global, Module } from '@nestjs/common';
import { AppLogger } from './logger';
import { AppMetrics } from './metrics';

/** Makes the logger and the metrics injectable everywhere. */
@Global()
@Module({ providers: [AppLogger, AppMetrics], exports: [AppLogger, AppMetrics] })
export class ObservabilityModule {}
