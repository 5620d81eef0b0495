import { ApiProperty } from '@nestjs/swagger';
import { Day } from '../../http/properties';
import type { ParcelStatus, StopOutcome } from '../../orders/states';
import { RouteDto } from '../route.dto';
import type { RouteStatus, StopState } from '../route-states';

const COUNTS = { type: 'object', additionalProperties: { type: 'integer', minimum: 1 } } as const;

/** What awaits a route, counted by the state of the parcel; a state of which there is none is left out. */
export class WaitingCountsDto {
  @ApiProperty({ ...COUNTS, example: { CREATED: 41, ATTEMPT_FAILED: 3 } })
  readonly due!: Readonly<Partial<Record<ParcelStatus, number>>>;

  @ApiProperty({ ...COUNTS, example: { IN_TRANSIT: 2 }, description: 'Of the seven days before.' })
  readonly overdue!: Readonly<Partial<Record<ParcelStatus, number>>>;
}

/** How a stop is counted: by its state while it is open, by its outcome once it is closed. */
export type StopCount = Exclude<StopState, 'CLOSED'> | StopOutcome;

/** A day in figures. */
export class DayDto {
  @ApiProperty({ format: 'date', example: '2026-11-27' }) readonly day!: string;
  @ApiProperty({ type: WaitingCountsDto }) readonly awaiting_route!: WaitingCountsDto;

  @ApiProperty({ ...COUNTS, example: { PLANNED: 1, STARTED: 2 } })
  readonly routes!: Readonly<Partial<Record<RouteStatus, number>>>;

  @ApiProperty({
    ...COUNTS,
    example: { NEW: 20, ENROUTE: 9, SUCCEEDED: 31, FAILED: 2 },
    description: 'Of the routes that are not cancelled.',
  })
  readonly stops!: Readonly<Partial<Record<StopCount, number>>>;
}

export class DriverDayQuery {
  @Day({ optional: true, description: 'The day in Lima on which the routes leave; today by default.' })
  readonly date?: string;
}

/** A driver's day. */
export class DriverDayDto {
  @ApiProperty({ example: 'DRV001' }) readonly driver_id!: string;
  @ApiProperty({ format: 'date', example: '2026-11-27' }) readonly date!: string;
  @ApiProperty({ type: [RouteDto], description: 'In the order in which they leave, without cancelled ones.' })
  readonly routes!: readonly RouteDto[];
}
