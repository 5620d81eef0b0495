import { Module } from '@nestjs/common';
import { RoutesRepository } from './routes.repository';

/** The routes table, which every use case of routes reads and writes. */
@Module({ providers: [RoutesRepository], exports: [RoutesRepository] })
export class RoutesStoreModule {}
