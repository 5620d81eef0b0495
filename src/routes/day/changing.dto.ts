import { Texts, Whole } from '../../http/properties';
import { SERVICE, UUID } from '../route.dto';

/** The most orders that one call puts into a route: with the route and the driver's days they are one transaction. */
export const MOST_INSERTED = 40;

/** Orders that a planned or started route is to take as well. */
export class InsertOrdersDto {
  @Texts({ min: 1, max: MOST_INSERTED, unique: true }, { example: [UUID.example] })
  readonly order_ids!: readonly string[];

  @Whole(SERVICE, { default: 180, example: 180, description: 'Seconds that each of their stops takes.' })
  readonly service_seconds: number = 180;
}
