import { Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail';
import { ChangesRepository } from './changes.repository';
import { PrivacyKey } from './privacy-key';

@Module({
  providers: [AuditTrail, ChangesRepository, PrivacyKey],
  exports: [AuditTrail, ChangesRepository, PrivacyKey],
})
export class AuditModule {}
