import { Module } from '@nestjs/common';
import { AuditModule } from '../access/audit.module';
import { CredentialsModule } from '../access/credentials.module';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { ShopsRepository } from './shops.repository';
import { ShopsService } from './shops.service';

import { ShopsController } from './shops.controller';

@Module({
  imports: [AuditModule, CredentialsModule, IdempotencyModule],
  controllers: [ShopsController],
  providers: [ShopsRepository, ShopsService],
  exports: [CredentialsModule, ShopsService],
})
export class ShopsModule {}
