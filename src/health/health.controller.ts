import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { DinexError } from '../kernel/errors';
import { VERSION } from '../kernel/version';
import { Health, HealthQuery } from './health.dto';
import { HealthService } from './health.service';

@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'getHealth',
    summary: 'Whether the service works',
    description: 'Asks the table store and the queue, and answers within a second; 503 names the one that is silent.',
  })
  @ApiOkResponse({ type: Health, description: 'It works.' })
  async read(@Query() { probe }: HealthQuery): Promise<Health> {
    if (probe === 'live') return { status: 'ok', version: VERSION };
    const dependencies = await this.health.readiness();
    if (Object.values(dependencies).every((state) => state === 'ok'))
      return { status: 'ok', version: VERSION, dependencies };
    throw new DinexError('unavailable', 'Not every store answers.', { members: { version: VERSION, dependencies } });
  }
}
