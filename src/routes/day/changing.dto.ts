import { ApiProperty } from '@nestjs/swagger';
import { Identifier, Texts, Whole } from '../../http/properties';
import { RouteSummaryDto, SERVICE, UUID } from '../route.dto';

/** The most orders that one call puts into a route: with the route and the driver's days they are one transaction. */
export const MOST_INSERTED = 40;

/** Orders that a planned or started route is to take as well. */
export class InsertOrdersDto {
  @Texts({ min: 1, max: MOST_INSERTED, unique: true }, { example: [UUID.example] })
  readonly order_ids!: readonly string[];

  @Whole(SERVICE, { default: 180, example: 180, description: 'Seconds that each of their stops takes.' })
  readonly service_seconds: number = 180;
}

/** The most drivers who share the open stops of a route. */
export const MOST_TAKERS = 10;

/** Who is to have the open stops of a route. Exactly one of `driver_id` and `driver_ids` is given. */
export class TransferDto {
  @Identifier({ optional: true, example: 'DRV002' })
  readonly driver_id?: string;

  @Texts(
    { min: 1, max: MOST_TAKERS, length: 64, unique: true },
    { optional: true, example: ['DRV002', 'DRV003'], description: 'In place of driver_id: each takes a part.' },
  )
  readonly driver_ids?: readonly string[];
}

/** The routes that have the stops now. */
export class TransferredDto {
  @ApiProperty({ type: [RouteSummaryDto] }) readonly items!: readonly RouteSummaryDto[];
}
