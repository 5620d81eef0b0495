import { ApiExtraModels, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsEmail,
  IsIn,
  IsObject,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
  Matches,
} from 'class-validator';
import { IsInstant, IsText, IsTextMap, Optional, Removable, TextOr } from '../http/fields';
import { DOCUMENT_TYPES, LOCALES } from './order';
import { ADDRESS_SCHEMA, AddressDto, ORDER_LIMITS, ProductDto } from './orders.dto';

export class RecipientPatchDto {
  @ApiPropertyOptional({ example: 'Rosa Quispe', maxLength: 120 })
  @Optional()
  @IsText(120)
  name?: string;

  @ApiPropertyOptional({ example: '+51999888777', type: String, nullable: true })
  @Removable()
  @IsString()
  @MaxLength(30)
  phone?: string | null;

  @ApiPropertyOptional({ example: 'rosa@example.pe', format: 'email', type: String, nullable: true })
  @Removable()
  @IsEmail({ allow_utf8_local_part: false })
  @Matches(/^[\x21\x23-\x7e]+$/, { message: 'email must be plain ASCII, its domain in punycode' })
  @MaxLength(254)
  email?: string | null;

  @ApiPropertyOptional({ enum: DOCUMENT_TYPES, example: 'DNI', nullable: true })
  @Removable()
  @IsIn(DOCUMENT_TYPES)
  document_type?: (typeof DOCUMENT_TYPES)[number] | null;

  @ApiPropertyOptional({ example: '45678912', type: String, nullable: true })
  @Removable()
  @IsString()
  @Length(5, 15)
  document_number?: string | null;

  @ApiPropertyOptional({ enum: LOCALES, example: 'en' })
  @Optional()
  @IsIn(LOCALES)
  locale?: (typeof LOCALES)[number];
}

/** A JSON Merge Patch (RFC 7396): what is absent stays, `null` removes. */
@ApiExtraModels(AddressDto)
export class PatchOrderDto {
  @ApiPropertyOptional({ example: 'PEDIDO-1001', maxLength: 64, type: String, nullable: true })
  @Removable()
  @IsText(64)
  reference?: string | null;

  @ApiPropertyOptional({ type: RecipientPatchDto })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => RecipientPatchDto)
  recipient?: RecipientPatchDto;

  @ApiPropertyOptional({
    type: [ProductDto],
    minItems: 1,
    maxItems: ORDER_LIMITS.products,
    description: 'Only while CREATED.',
  })
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ORDER_LIMITS.products)
  @ValidateNested({ each: true })
  @Type(() => ProductDto)
  products?: ProductDto[];

  @ApiPropertyOptional(ADDRESS_SCHEMA)
  @Optional()
  @TextOr(() => AddressDto, ORDER_LIMITS.addressText)
  delivery_address?: string | AddressDto;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T14:00:00.000Z', type: String, nullable: true })
  @Removable()
  @IsInstant()
  time_window_start?: string | null;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T18:00:00.000Z', type: String, nullable: true })
  @Removable()
  @IsInstant()
  time_window_end?: string | null;

  @ApiPropertyOptional({ example: 'Dejar en recepción', maxLength: 1000, type: String, nullable: true })
  @Removable()
  @IsString()
  @MaxLength(1000)
  notes?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    nullable: true,
    example: { channel: 'app' },
  })
  @Removable()
  @IsTextMap(20, 500, true)
  metadata?: Record<string, string | null> | null;
}
