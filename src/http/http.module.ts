import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { PrincipalGuard } from '../access/principal.guard';
import { ProblemFilter } from './problem.filter';
import { DtoPipe } from './validation';

/** What every controller gets without asking: validation, a principal, problem documents. */
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: PrincipalGuard },
    { provide: APP_PIPE, useClass: DtoPipe },
  ],
})
export class HttpModule {}
