import { Flag, Identifier, Instant, Part, Parts, Texts, Uuid, Whole } from '../../http/properties';
import { DepotDto, DriverDto } from '../driver.dto';
import { SERVICE, StopNeedsDto, UUID } from '../route.dto';
import { ROUTE_LIMITS } from './limits';

/** What a caller says about a single stop. */
export class StopTermsDto extends StopNeedsDto {
  @Uuid({ example: UUID.example, description: 'One of order_ids.' })
  readonly order_id!: string;

  @Whole(SERVICE, { optional: true, example: 300 })
  readonly service_seconds?: number;
}

/** How hard the planner searches. */
export class SearchDto {
  @Whole(
    { min: 1, max: 20_000 },
    {
      optional: true,
      example: 300,
      description:
        'CPU milliseconds. Routes of one driver are planned within the request, which has 500; a fleet that asks for more is queued.',
    },
  )
  readonly time_limit_ms?: number;

  @Whole(
    { min: 0, max: 20_000 },
    {
      optional: true,
      example: 2_000,
      description: 'In place of the time limit: with the same input and seed the answer is the same.',
    },
  )
  readonly max_iterations?: number;

  @Whole({ min: 0, max: 2_147_483_647 }, { optional: true, example: 1 })
  readonly seed?: number;
}

/** What a caller asks of the planner. Exactly one of `driver_id`, `driver_ids` and `drivers` is given; of what it does not say the register is asked. */
export class CreateRouteDto extends SearchDto {
  @Texts(
    { min: 1, max: ROUTE_LIMITS.fleetOrders, unique: true },
    {
      example: [UUID.example, '01936f0e-7a3b-7c12-8a1b-2c3d4e5f6a7b'],
      description: `Up to ${ROUTE_LIMITS.routeOrders} for one driver, ${ROUTE_LIMITS.fleetOrders} for a fleet.`,
    },
  )
  readonly order_ids!: readonly string[];

  @Identifier({ optional: true, example: 'DRV001', description: 'This, or driver_ids, or drivers.' })
  readonly driver_id?: string;

  @Texts(
    { min: 1, max: ROUTE_LIMITS.drivers, unique: true },
    {
      optional: true,
      description:
        'A fleet of registered drivers by their ids, such as DRV001: shift, capacity, skills and depot are as registered.',
    },
  )
  readonly driver_ids?: readonly string[];

  @Parts(
    () => DriverDto,
    { min: 1, max: ROUTE_LIMITS.drivers },
    { optional: true, description: 'A fleet whose terms the request says; what it leaves out is as registered.' },
  )
  readonly drivers?: readonly DriverDto[];

  @Part(() => DepotDto, {
    optional: true,
    description: 'By default the registered home depot of each driver; without one a route begins at its first stop.',
  })
  readonly depot?: DepotDto;

  @Flag({ default: false })
  readonly return_to_depot: boolean = false;

  @Instant({
    optional: true,
    example: '2026-11-23T13:00:00.000Z',
    description:
      'When the vans leave, but not before their shifts. By default they leave now or when their shifts begin, as late as no stop is served later for it.',
  })
  readonly departure_at?: string;

  /** Handing over a parcel with a signature takes three minutes, when nobody says otherwise. */
  @Whole(SERVICE, { default: 180, example: 180 })
  readonly service_seconds: number = 180;

  @Parts(() => StopTermsDto, { min: 0, max: ROUTE_LIMITS.fleetOrders }, { default: [] })
  readonly stops: readonly StopTermsDto[] = [];
}
