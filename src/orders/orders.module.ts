import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { OrdersListing } from './orders.listing';
import { OrdersRepository } from './orders.repository';
import { OrdersService } from './orders.service';

/** The use cases of orders, without HTTP: what the workers boot too. */
@Module({
  imports: [IdempotencyModule],
  providers: [OrdersRepository, OrdersListing, OrdersService],
  exports: [OrdersService],
})
export class OrdersModule {}
