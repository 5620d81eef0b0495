import { Global, Module } from '@nestjs/common';
import { Clock } from './clock';
import { AppLogger } from './logger';

/** What everything has at hand, in the API and in the workers. */
@Global()
@Module({ providers: [Clock, AppLogger], exports: [Clock, AppLogger] })
export class CommonModule {}
