import { Module } from '@nestjs/common';
import { AuditModule } from '../access/audit.module';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { DepotsController } from './depots.controller';
import { DriversController } from './drivers.controller';
import { FleetStoreModule } from './fleet-store.module';
import { FleetService } from './fleet.service';

@Module({
  imports: [AuditModule, IdempotencyModule, FleetStoreModule],
  controllers: [DepotsController, DriversController],
  providers: [FleetService],
})
export class FleetModule {}
