import { DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { AuditModule } from './audit.module';
import { Authenticator } from './authenticator';
import { ChangesController } from './changes.controller';
import { CredentialsModule } from './credentials.module';
import { PolicyGuard } from './policy.guard';
import { Policy } from './policy-table';

/** Who asks, and what the policy lets them do: before every controller. */
@Module({})
export class AccessModule {
  static for(policy: Policy): DynamicModule {
    return {
      module: AccessModule,
      imports: [AuditModule, CredentialsModule, IdempotencyModule],
      controllers: [ChangesController],
      providers: [Authenticator, { provide: Policy, useValue: policy }, { provide: APP_GUARD, useClass: PolicyGuard }],
      exports: [Authenticator, Policy],
    };
  }
}
