import { ApiProperty } from '@nestjs/swagger';
import { Code, Identifier, OneOf, Text, Whole } from '../http/properties';
import { MergePatchType } from '../http/property';
import { SHOP_STATES, type ShopState } from './shop-state';

const INSTANT = { format: 'date-time', example: '2026-11-21T15:04:05.123Z' } as const;

/** What is said of a shop when it is registered. */
export class NewShopDto {
  @Identifier({ example: 'SHOP-LIMA-01', description: 'Equals `customer_id` of its orders.' })
  readonly shop_id!: string;

  @Text(120, { example: 'Zapatería Lima S.A.C.' })
  readonly name!: string;

  @Code(/^\d{11}$/, "a taxpayer's number of 11 digits", {
    optional: true,
    example: '20131312955',
    description: 'With a valid check digit.',
  })
  readonly ruc?: string;

  @Text(60, { optional: true, example: 'Zapatería Lima', description: 'How letters call it; its name, if left out.' })
  readonly sender_name?: string;

  @Whole(
    { min: 1, max: 1_000 },
    { optional: true, example: 20, description: 'Requests a second that one of its keys may make.' },
  )
  readonly requests_per_second?: number;

  @Whole({ min: 1, max: 20 }, { optional: true, example: 2, description: 'Imports that may be under way at once.' })
  readonly imports_at_once?: number;

  @OneOf(SHOP_STATES, {
    default: 'ACTIVE',
    enumName: 'ShopState',
    description: 'A suspended shop’s keys work nowhere; its parcels go on.',
  })
  readonly state: ShopState = 'ACTIVE';
}

/** A shop as the API shows it. */
export class ShopDto extends NewShopDto {
  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag.' }) readonly version!: number;
  @ApiProperty(INSTANT) readonly created_at!: string;
  @ApiProperty(INSTANT) readonly updated_at!: string;
}

/** A JSON Merge Patch (RFC 7396) of what may change of a shop. */
export class PatchShopDto extends MergePatchType(NewShopDto, ['shop_id']) {}

export class ShopPageDto {
  @ApiProperty({ type: [ShopDto] }) readonly items!: readonly ShopDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'For the `cursor` of the next page; `null` on the last.',
  })
  readonly next_cursor!: string | null;
}
