import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { PageQuery } from '../http/paging';
import { ACTOR_ROLES, Actor } from './principal';

const OBJECT = /^[a-z]+:[A-Za-z0-9._:-]{1,80}$/;

export class ListChangesQuery extends PageQuery {
  @ApiProperty({ example: 'order:01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e', pattern: OBJECT.source })
  @Matches(OBJECT, { message: 'object must be a kind and an id, e.g. order:01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' })
  object!: string;
}

export class ActorDto {
  @ApiProperty({ enum: ACTOR_ROLES, enumName: 'ActorRole', example: 'shop' }) readonly role!: Actor['role'];
  @ApiProperty({ example: 'SHOP-LIMA-01' }) readonly subject!: string;
  @ApiPropertyOptional({ example: '3f9c2b7d4e1a8f60b5c2' }) readonly credential_id?: string;
  @ApiPropertyOptional({ example: 'DRV001' }) readonly driver_id?: string;
}

export class FieldChangeDto {
  @ApiProperty({ example: '/notes', description: 'A JSON Pointer (RFC 6901).' }) readonly pointer!: string;
  @ApiPropertyOptional({ example: 'hmac:9f86d081884c7d659a2feaa0c55ad015' }) readonly from?: string;
  @ApiPropertyOptional({ example: 'hmac:60303ae22b998861bce3b28f33eec1be' }) readonly to?: string;
}

export class ChangeDto {
  @ApiProperty({ example: 'order:01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e' }) readonly object_id!: string;
  @ApiProperty({ example: '01936f12-3b4c-7d5e-8f6a-7b8c9d0e1f2a' }) readonly change_id!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-21T15:04:05.123Z' }) readonly at!: string;
  @ApiProperty({ type: ActorDto }) readonly actor!: ActorDto;
  @ApiProperty({ example: 'order.patched' }) readonly action!: string;
  @ApiProperty({ type: [FieldChangeDto] }) readonly fields!: readonly FieldChangeDto[];
  @ApiPropertyOptional({ example: '0191f0c4-7a3e-7c1d-9a57-0a8f2f0d9c11' }) readonly correlation_id?: string;
}

export class ChangePageDto {
  @ApiProperty({ type: [ChangeDto] }) readonly items!: readonly ChangeDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'For the `cursor` of the next page; `null` on the last.',
  })
  readonly next_cursor!: string | null;
}
