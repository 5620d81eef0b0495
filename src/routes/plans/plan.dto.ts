import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { BaselineDto, INSTANT, KM, RouteDto, UnassignedDto, UUID } from '../route.dto';
import { PLAN_STATUSES, type PlanStatus } from './plan-statuses';

/** A planning request for a fleet and what came of it, as the API shows it: made at once, or behind the queue. */
export class PlanDto {
  @ApiProperty(UUID) readonly plan_id!: string;
  @ApiProperty({ enum: PLAN_STATUSES, enumName: 'PlanStatus', example: 'QUEUED' }) readonly status!: PlanStatus;
  @ApiProperty({ type: 'integer', example: 1 }) readonly version!: number;
  @ApiProperty(INSTANT) readonly created_at!: string;
  @ApiProperty(INSTANT) readonly updated_at!: string;
  @ApiProperty({ type: [RouteDto], description: 'Once it is DONE.' }) readonly routes!: readonly RouteDto[];
  @ApiProperty({ type: [UnassignedDto] }) readonly unassigned!: readonly UnassignedDto[];
  @ApiPropertyOptional({ ...KM, description: 'Of all routes, once it is DONE.' })
  readonly estimated_distance_km?: number;

  @ApiPropertyOptional({ type: BaselineDto }) readonly baseline?: BaselineDto;
  @ApiPropertyOptional({ type: 'integer', example: 1_840 }) readonly iterations?: number;
  @ApiPropertyOptional({ example: 'The plan could not be made.', description: 'Of a FAILED one.' })
  readonly failure?: string;
}
