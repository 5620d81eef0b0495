import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../../access/current-principal';
import type { Principal } from '../../access/principal';
import { ApiProblems } from '../../http/api-problems';
import { LongRequest } from '../../http/route-needs';
import { invalid } from '../../kernel/errors';
import { IDENTIFIER } from '../../kernel/identifier';
import { isDay } from '../../kernel/lima-days';
import { DayDto, DriverDayDto, DriverDayQuery } from './days.dto';
import { DaysService } from './days.service';

@ApiTags('Days')
@Controller()
export class DaysController {
  constructor(private readonly days: DaysService) {}

  @Get('days/:day')
  @LongRequest()
  @ApiOperation({
    operationId: 'getDay',
    summary: 'Read how a day stands, in figures',
    description: 'What awaits a route by the state of its parcel; routes by their state; stops by state and outcome.',
  })
  @ApiParam({ name: 'day', schema: { type: 'string', format: 'date', example: '2026-11-27' } })
  @ApiOkResponse({ type: DayDto })
  @ApiProblems(422)
  overview(@Param('day') day: string): Promise<DayDto> {
    if (!isDay(day)) throw invalid('#/day', 'day must be a day of the calendar, such as 2026-11-27.', 'path');
    return this.days.overview(day);
  }

  @Get('drivers/:driver_id/day')
  @ApiOperation({
    operationId: 'getDriverDay',
    summary: "Read a driver's day: the routes with their stops",
    description:
      'A driver asks for `me`. Each stop has who, where, phone, notes and window while the parcel is under way.',
  })
  @ApiParam({ name: 'driver_id', schema: { type: 'string', pattern: IDENTIFIER.source, example: 'DRV001' } })
  @ApiOkResponse({ type: DriverDayDto })
  @ApiProblems(404, 422)
  ofDriver(
    @CurrentPrincipal() principal: Principal,
    @Param('driver_id') driverId: string,
    @Query() { date }: DriverDayQuery,
  ): Promise<DriverDayDto> {
    if (!IDENTIFIER.test(driverId))
      throw invalid('#/driver_id', 'driver_id must be 1 to 64 of A-Z a-z 0-9 . _ : - as a plan takes it.', 'path');
    return this.days.ofDriver(principal, driverId, date);
  }
}
