import { Body, Controller, Get, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { AppModule } from '../../src/app.module';
import { configureApp } from '../../src/app.setup';
import { IdempotencyKeyHeader } from '../../src/http/idempotency-key';
import { Parts } from '../../src/http/properties';
import { IfMatch } from '../../src/http/preconditions';
import { POLICY, PolicyRow } from '../../src/access/policy';
import { Policy } from '../../src/access/policy-table';
import type { Principal } from '../../src/access/principal';
import { CurrentPrincipal } from '../../src/access/current-principal';
import { LongRequest, FileBody } from '../../src/http/route-needs';
import type { Upload } from '../../src/http/upload';
import { NumericQuery } from '../../src/http/validation';
import { Located, Versioned } from '../../src/http/versioned';
import type { IdempotencyKey } from '../../src/kernel/idempotency-key';
import { gate } from './gate';

class Row {
  @IsInt() quantity!: number;
  @IsString() name!: string;
}

class ThingBody {
  @IsString() title!: string;
  @Parts(() => Row, { min: 0, max: 20 }, { optional: true }) readonly rows?: readonly Row[];
}

class OpenBody {
  @IsOptional() @IsString() note?: string;
}

class Search {
  @NumericQuery() @IsInt() @Min(1) @Max(100) limit: number = 20;
  @IsOptional() @IsString() cursor?: string;
}

const THING: PolicyRow = {
  scope: 'orders:read',
  allows: { shop: { reach: 'own', may: 'try' }, operator: { reach: 'all', may: 'try' } },
  answers: [],
};
const THINGS = [
  'GET ',
  'POST ',
  'POST /open',
  'GET /fail/:name',
  'GET /hang',
  'GET /slow',
  'GET /large',
  'POST /patient',
  'POST /text',
  'GET /:id',
  'POST /:id/touch',
];
const SHELL_POLICY = new Policy({
  ...POLICY,
  ...Object.fromEntries(THINGS.map((route) => [route.replace(' ', ' /things'), THING])),
});

/** What `GET /things/fail/NAME` throws. */
export const FAILURES = new Map<string, unknown>();

let slow = { arrive: (): void => undefined, released: Promise.resolve() };

/** From now on `GET /things/slow` is answered only when it is released; `arrived` tells that a request for it is there. */
export function holdSlow(): { readonly arrived: Promise<void>; readonly release: () => void } {
  const held = { arrived: gate(), released: gate() };
  slow = { arrive: held.arrived.open, released: held.released.opened };
  return { arrived: held.arrived.opened, release: held.released.open };
}

@Controller('things')
class ThingsController {
  @Get()
  list(@Query() query: Search): Search {
    return query;
  }

  @Post()
  @Versioned()
  @Located((thing: { thing_id: string }) => `/things/${thing.thing_id}`)
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: ThingBody,
    @IdempotencyKeyHeader() key?: IdempotencyKey,
  ): object {
    return { thing_id: 't1', version: 1, principal: principal.subject, key, title: body.title, rows: body.rows };
  }

  @Post('open')
  @HttpCode(200)
  open(@Body() body: OpenBody): object {
    return { note: body.note };
  }

  @Get('fail/:name')
  fail(@Param('name') name: string): never {
    throw FAILURES.get(name) as Error;
  }

  @Get('hang')
  hang(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Get('slow')
  async slow(): Promise<object> {
    slow.arrive();
    await slow.released;
    return { done: true };
  }

  @Post('patient')
  @LongRequest()
  async patient(): Promise<object> {
    await new Promise((resolve) => setTimeout(resolve, 700));
    return { done: true };
  }

  @Post('text')
  @FileBody({ types: ['text/csv', 'multipart/form-data'], maxBytes: 1_000 })
  text(@Body() body: Upload): object {
    return { body: body.bytes.toString(), type: body.type, name: body.name };
  }

  @Get('large')
  large(): string {
    return '"'.repeat(3_500_000);
  }

  @Get(':id')
  @Versioned()
  read(@Param('id') id: string): object {
    return { thing_id: id, version: 3 };
  }

  @Post(':id/touch')
  @HttpCode(200)
  touch(@IfMatch() version?: number): object {
    return { asked: version ?? null };
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

/** The HTTP shell around a controller made for its tests. */
export async function startShell(environment: Record<string, string> = {}): Promise<NestExpressApplication> {
  const root = AppModule.for({ LOG_LEVEL: 'SILENT', ...environment }, SHELL_POLICY);
  root.imports?.push(ThingsModule);
  const app = await NestFactory.create<NestExpressApplication>(root, { bodyParser: false, bufferLogs: true });
  await configureApp(app).listen(0, '127.0.0.1');
  return app;
}
