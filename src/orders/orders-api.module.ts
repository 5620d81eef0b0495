import { Module } from '@nestjs/common';
import { ImportsController } from './imports/imports.controller';
import { OrdersController } from './orders.controller';
import { OrdersModule } from './orders.module';

/** Serves orders over HTTP. Their use cases are a module of their own, as workers boot those without any controller. */
@Module({ imports: [OrdersModule], controllers: [ImportsController, OrdersController] })
export class OrdersApiModule {}
