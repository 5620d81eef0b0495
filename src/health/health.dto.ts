import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { VERSION } from '../kernel/version';

const PROBES = ['ready', 'live'] as const;
const STATES = ['ok', 'unavailable'] as const;

export class HealthQuery {
  @ApiPropertyOptional({ enum: PROBES, enumName: 'Probe', default: 'ready', description: '`live` asks no store.' })
  @IsOptional()
  @IsIn(PROBES)
  probe?: (typeof PROBES)[number];
}

export class Dependencies {
  @ApiProperty({ enum: STATES, enumName: 'DependencyState', example: 'ok' })
  table_store!: (typeof STATES)[number];

  @ApiProperty({ enum: STATES, enumName: 'DependencyState', example: 'ok' })
  queue!: (typeof STATES)[number];
}

export class Health {
  @ApiProperty({ enum: ['ok'], example: 'ok' })
  status!: 'ok';

  @ApiProperty({ example: VERSION })
  version!: string;

  @ApiPropertyOptional({ type: Dependencies })
  dependencies?: Dependencies;
}
