import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsLatitude,
  IsLongitude,
  IsNumber,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsInstant, IsText, IsTextMap, Optional, TextOr } from '../http/fields';
import { DOCUMENT_TYPES, LOCALES } from './order';

/** What one order may hold: far under DynamoDB's 400 KB for an item. */
export const ORDER_LIMITS = { products: 100, quantity: 9_999, unitPrice: 100_000_000, addressText: 500 } as const;

export class RecipientDto {
  @ApiProperty({ example: 'Rosa Quispe Mamani', maxLength: 120 })
  @IsText(120)
  name!: string;

  @ApiPropertyOptional({
    example: '+51999888777',
    description: 'Any usual form; answered in E.164. Peruvian without a country code.',
  })
  @Optional()
  @IsString()
  @MaxLength(30)
  phone?: string;

  @ApiPropertyOptional({ example: 'rosa.quispe@example.pe', format: 'email' })
  @Optional()
  @IsEmail({ allow_utf8_local_part: false })
  @Matches(/^[\x21\x23-\x7e]+$/, { message: 'email must be plain ASCII, its domain in punycode' })
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ enum: DOCUMENT_TYPES, example: 'DNI' })
  @Optional()
  @IsIn(DOCUMENT_TYPES)
  document_type?: (typeof DOCUMENT_TYPES)[number];

  @ApiPropertyOptional({ example: '45678912', description: 'DNI: 8 digits. RUC: 11 digits with a valid check digit.' })
  @Optional()
  @IsString()
  @Length(5, 15)
  document_number?: string;

  @ApiPropertyOptional({ enum: LOCALES, default: 'es-PE', description: 'The language of the notifications.' })
  @IsIn(LOCALES)
  locale: (typeof LOCALES)[number] = 'es-PE';
}

export class ProductDto {
  @ApiProperty({ example: 'Zapatillas talla 42', maxLength: 200 })
  @IsText(200)
  name!: string;

  @ApiPropertyOptional({ example: 'ZAP-42', maxLength: 64 })
  @Optional()
  @IsText(64)
  sku?: string;

  @ApiProperty({ example: 1, minimum: 1, maximum: ORDER_LIMITS.quantity, type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(ORDER_LIMITS.quantity)
  quantity!: number;

  @ApiProperty({
    example: 15900,
    minimum: 0,
    maximum: ORDER_LIMITS.unitPrice,
    type: 'integer',
    description: 'Net of IGV, of one unit, in céntimos of a sol.',
  })
  @IsInt()
  @Min(0)
  @Max(ORDER_LIMITS.unitPrice)
  unit_price!: number;

  @ApiPropertyOptional({ example: 800, minimum: 0, type: 'integer', description: 'Of one unit.' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  weight_grams?: number;

  @ApiPropertyOptional({ example: 6000, minimum: 0, type: 'integer', description: 'Of one unit.' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  volume_cm3?: number;
}

export class AddressDto {
  @ApiProperty({ example: 'Av. José Larco 345', maxLength: 200 })
  @IsText(200)
  street!: string;

  @ApiPropertyOptional({ example: 'Miraflores' })
  @Optional()
  @IsText(80)
  district?: string;

  @ApiPropertyOptional({ example: 'Lima' })
  @Optional()
  @IsText(80)
  province?: string;

  @ApiPropertyOptional({ example: 'Lima' })
  @Optional()
  @IsText(80)
  department?: string;

  @ApiPropertyOptional({ example: '150122', description: "INEI's district code: six digits." })
  @Optional()
  @Matches(/^\d{6}$/, { message: 'ubigeo must be six digits' })
  ubigeo?: string;

  @ApiPropertyOptional({ example: 'Frente al parque Kennedy', maxLength: 200 })
  @Optional()
  @IsText(200)
  reference?: string;

  @ApiPropertyOptional({
    example: -12.1211,
    minimum: -90,
    maximum: 90,
    description: 'WGS 84 degrees; together with lon.',
  })
  @Optional()
  @IsNumber()
  @IsLatitude()
  lat?: number;

  @ApiPropertyOptional({
    example: -77.0297,
    minimum: -180,
    maximum: 180,
    description: 'WGS 84 degrees; together with lat.',
  })
  @Optional()
  @IsNumber()
  @IsLongitude()
  lon?: number;
}

export const ADDRESS_SCHEMA = {
  oneOf: [{ type: 'string', minLength: 1, maxLength: ORDER_LIMITS.addressText }, { $ref: getSchemaPath(AddressDto) }],
  example: { street: 'Av. José Larco 345', district: 'Miraflores', lat: -12.1211, lon: -77.0297 },
};

@ApiExtraModels(AddressDto)
export class CreateOrderDto {
  @ApiProperty({ example: 'SHOP-LIMA-01', maxLength: 64, description: 'The shop.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, {
    message: 'customer_id must be 1 to 64 of A-Z a-z 0-9 . _ : - and begin with a letter or digit',
  })
  customer_id!: string;

  @ApiPropertyOptional({ example: 'PEDIDO-1001', maxLength: 64, description: "The shop's own id of the order." })
  @Optional()
  @IsText(64)
  reference?: string;

  @ApiProperty({ type: RecipientDto })
  @IsObject()
  @ValidateNested()
  @Type(() => RecipientDto)
  recipient!: RecipientDto;

  @ApiProperty({ type: [ProductDto], minItems: 1, maxItems: ORDER_LIMITS.products })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ORDER_LIMITS.products)
  @ValidateNested({ each: true })
  @Type(() => ProductDto)
  products!: ProductDto[];

  @ApiProperty(ADDRESS_SCHEMA)
  @TextOr(() => AddressDto, ORDER_LIMITS.addressText)
  delivery_address!: string | AddressDto;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-23T14:00:00.000Z',
    description: 'Together with time_window_end.',
  })
  @Optional()
  @IsInstant()
  time_window_start?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-23T18:00:00.000Z',
    description: 'After time_window_start.',
  })
  @Optional()
  @IsInstant()
  time_window_end?: string;

  @ApiPropertyOptional({ example: 'Tocar el timbre 302', maxLength: 1000 })
  @Optional()
  @IsString()
  @MaxLength(1000)
  notes?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 500 },
    maxProperties: 20,
    example: { channel: 'web' },
  })
  @Optional()
  @IsTextMap(20, 500)
  metadata?: Record<string, string>;
}
