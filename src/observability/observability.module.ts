import { Global, Module } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { AppLogger } from './logger';
import { AppMetrics } from './metrics';

/** What the API and the workers share. */
@Global()
@Module({ providers: [Clock, AppLogger, AppMetrics], exports: [Clock, AppLogger, AppMetrics] })
export class CommonModule {}
