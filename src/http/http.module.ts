import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ProblemFilter } from './problem.filter';
import { RequestGuard } from './request.guard';
import { DtoPipe } from './validation';

/** What every controller gets without asking: a deadline, a body, validation, and problem documents for what is thrown. */
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: RequestGuard },
    { provide: APP_PIPE, useClass: DtoPipe },
  ],
})
export class HttpModule {}
