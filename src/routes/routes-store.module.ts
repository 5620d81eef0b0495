import { Module } from '@nestjs/common';
import { RoutesRepository } from './routes.repository';

/** Gives every use case of routes the routes table. */
@Module({ providers: [RoutesRepository], exports: [RoutesRepository] })
export class RoutesStoreModule {}
