import { ApiProperty } from '@nestjs/swagger';
import { Identifier, Latitude, Longitude, Text } from '../http/properties';
import { MergePatchType } from '../http/property';
import { ENTRY_VERSION, INSTANT_OF_ENTRY, RegisterPageDto } from './register.dto';

/** What is said of a depot when it is registered. */
export class NewDepotDto {
  @Identifier({ example: 'DEPOT-LIMA' })
  readonly depot_id!: string;

  @Text(120, { example: 'Almacén Lima' })
  readonly name!: string;

  @Latitude({ example: -12.0464, description: 'WGS 84 degrees; in Peru.' })
  readonly lat!: number;

  @Longitude({ example: -77.0428, description: 'WGS 84 degrees; in Peru.' })
  readonly lon!: number;
}

/** A depot as the register has it. */
export class RegisteredDepotDto extends NewDepotDto {
  @ApiProperty(ENTRY_VERSION) readonly version!: number;
  @ApiProperty(INSTANT_OF_ENTRY) readonly created_at!: string;
  @ApiProperty(INSTANT_OF_ENTRY) readonly updated_at!: string;
}

/** A JSON Merge Patch (RFC 7396) of what may change of a depot. */
export class PatchDepotDto extends MergePatchType(NewDepotDto, ['depot_id']) {}

export class DepotPageDto extends RegisterPageDto {
  @ApiProperty({ type: [RegisteredDepotDto] }) readonly items!: readonly RegisteredDepotDto[];
}
