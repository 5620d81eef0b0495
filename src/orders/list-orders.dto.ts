import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AnyText, Day, Instant, OneOf } from '../http/properties';
import { SpanQuery } from '../http/paging';
import { OrderDto } from './order-response.dto';
import { PARCEL_STATUSES, type ParcelStatus } from './states';

export const AWAITING = ['route'] as const;

/** The query of `GET /orders`. */
export class ListOrdersQuery extends SpanQuery {
  @AnyText({ min: 1, max: 64 }, { optional: true, example: 'SHOP-LIMA-01' })
  readonly customer_id?: string;

  @OneOf(PARCEL_STATUSES, { optional: true, enumName: 'ParcelStatus' })
  readonly status?: ParcelStatus;

  @AnyText({ min: 1, max: 64 }, { optional: true, description: "The shop's own id of an order; with customer_id." })
  readonly reference?: string;

  @Instant({
    optional: true,
    example: '2026-11-21T15:04:05.123Z',
    description: 'What changed at this time or later, oldest change first; with customer_id.',
  })
  readonly updated_since?: string;

  @Day({ optional: true, description: 'What was delivered on this day in Lima; with customer_id. Also as text/csv.' })
  readonly delivered?: string;

  @Day({
    optional: true,
    description: 'What awaits a route on this day, and still does from the seven days before; with awaiting=route.',
  })
  readonly day?: string;

  @OneOf(AWAITING, { optional: true, description: 'With day: the orders that are on no route and may join one.' })
  readonly awaiting?: (typeof AWAITING)[number];

  @AnyText(
    { min: 1, max: 64 },
    {
      optional: true,
      description:
        "With day: a district's name, or two, four or six digits of INEI's; 000000 has what names no district.",
    },
  )
  readonly district?: string;
}

/** An order in a list. */
export class ListedOrderDto extends OrderDto {
  @ApiPropertyOptional({ example: false, description: 'Of what awaits a route: whether its day has passed.' })
  readonly overdue?: boolean;
}

export class OrderPageDto {
  @ApiProperty({ type: [ListedOrderDto] }) readonly items!: readonly ListedOrderDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'For the `cursor` of the next page; `null` on the last.',
  })
  readonly next_cursor!: string | null;
}
