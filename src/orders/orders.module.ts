import { Module } from '@nestjs/common';
import { AuditModule } from '../access/audit.module';
import { LinkKeys } from '../access/link-keys';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { ImportIntake } from './imports/import-intake.service';
import { ImportSlots } from './imports/import-slots.repository';
import { ImportsRepository } from './imports/imports.repository';
import { ImportsService } from './imports/imports.service';
import { OrdersFollowing } from './orders.following';
import { OrdersListing } from './orders.listing';
import { NamedOrders } from './orders.named';
import { OrdersRepository } from './orders.repository';
import { OrdersService } from './orders.service';
import { WaitingOrders } from './orders.waiting';

/** The use cases of orders, without HTTP: what the workers boot too. */
@Module({
  imports: [AuditModule, IdempotencyModule],
  providers: [
    OrdersRepository,
    OrdersListing,
    OrdersFollowing,
    NamedOrders,
    WaitingOrders,
    LinkKeys,
    OrdersService,
    ImportSlots,
    ImportsRepository,
    ImportsService,
    ImportIntake,
  ],
  exports: [OrdersService, ImportsService, ImportIntake],
})
export class OrdersModule {}
