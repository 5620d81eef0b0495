import type { FleetDriver } from '../../fleet/driver';
import type { Roster, RosterEntry } from '../../fleet/roster';
import type { DataOf } from '../../kernel/data-of';
import type { FieldError } from '../../kernel/errors';
import { IDENTIFIER } from '../../kernel/identifier';
import { atLimaTime, dayAfter, limaDayOf } from '../../kernel/lima-days';
import { present } from '../../kernel/present';
import type { Depot, DriverTerms } from '../route';
import { ROUTE_LIMITS } from './limits';
import type { CreateRouteDto } from './plan-request.dto';

/** A driver of a plan: what the request says, and of what it does not say what the register has. */
export interface PlannedDriver extends DriverTerms {
  /** Where the driver's route begins unless the request has a depot. */
  readonly home_depot?: Depot;
}

export interface NamedDrivers {
  /** One driver is asked for by name, several as a fleet. */
  readonly kind: 'driver' | 'fleet';
  /** Whether the fleet was named by its ids alone, to which faults point. */
  readonly by_ids?: true;
  readonly drivers: readonly PlannedDriver[];
}

/** What the register has of a request's drivers, and the moment of that: milliseconds since the epoch. */
export interface Registered {
  readonly roster: Roster;
  readonly now: number;
}

export const UNREGISTERED: Registered = { roster: new Map(), now: 0 };

type Asked = DataOf<CreateRouteDto>;
type Naming = Pick<Asked, 'driver_id' | 'driver_ids' | 'drivers'>;
/** The fields of which a request has exactly one. */
const NAMES = ['driver_id', 'driver_ids', 'drivers'] as const satisfies readonly (keyof Naming)[];

const NO_IDENTIFIER = 'must be 1 to 64 of A-Z a-z 0-9 . _ : - and begin with a letter or digit';

/** Returns whom a request names, be it valid or not. */
export const driverIdsOf = (naming: Naming): string[] => saidOf(naming).map(({ driver_id }) => driver_id);

const saidOf = ({ driver_id, driver_ids, drivers }: Naming): readonly DriverTerms[] => {
  if (driver_id !== undefined) return [{ driver_id }];
  return driver_ids?.map((id) => ({ driver_id: id })) ?? drivers ?? [];
};

/** Returns where in its request a driver is named. */
export function driverPointer({ kind, by_ids }: Pick<NamedDrivers, 'kind' | 'by_ids'>, place: number): string {
  if (kind === 'driver') return '#/driver_id';
  return by_ids ? `#/driver_ids/${place}` : `#/drivers/${place}/driver_id`;
}

/** Returns the drivers of a request as the plan takes them, and notes what is wrong with them. */
export function checkDrivers(request: Asked, { roster, now }: Registered, errors: FieldError[]): NamedDrivers {
  const [named, ...others] = NAMES.filter((name) => request[name] !== undefined);
  if (named === undefined) errors.push({ pointer: '#/driver_id', detail: 'is required, or driver_ids, or drivers' });
  for (const other of others) errors.push({ pointer: `#/${other}`, detail: `cannot come together with ${named}` });
  if (named === 'driver_id' && request.order_ids.length > ROUTE_LIMITS.routeOrders)
    errors.push({
      pointer: '#/order_ids',
      detail: `holds more than ${ROUTE_LIMITS.routeOrders} orders for one driver`,
    });
  const how = {
    kind: named === 'driver_id' ? ('driver' as const) : ('fleet' as const),
    ...present({ by_ids: named === 'driver_ids' ? (true as const) : undefined }),
  };
  const seen = new Set<string>();
  const drivers = saidOf(request).map((said, i) => {
    const { driver_id } = said;
    if (!IDENTIFIER.test(driver_id)) errors.push({ pointer: driverPointer(how, i), detail: NO_IDENTIFIER });
    const entry = roster.get(driver_id);
    const driver = completed(said, entry, request.departure_at, now);
    if (seen.has(driver_id)) errors.push({ pointer: driverPointer(how, i), detail: 'is given twice' });
    seen.add(driver_id);
    if (entry?.driver.active === false)
      errors.push({ pointer: driverPointer(how, i), detail: `must be an active driver; ${driver_id} is not` });
    checkShift(said, driver, `#/drivers/${i}`, errors);
    return driver;
  });
  return { ...how, drivers };
}

/** Returns a driver's terms with the depot as start, and as end where the vans return to it, unless the driver has others. */
export function driverTerms(
  { depot, return_to_depot }: Pick<Asked, 'depot' | 'return_to_depot'>,
  { home_depot, ...driver }: PlannedDriver,
): DriverTerms {
  const from = depot ?? home_depot;
  if (from === undefined) return driver;
  const { lat, lon } = from;
  const end = driver.end ?? (return_to_depot ? { lat, lon } : undefined);
  return { ...driver, start: driver.start ?? { lat, lon }, ...present({ end }) };
}

/** What the request says wins, limit by limit; a van that takes 60 parcels takes no more grams for it. */
function completed(
  said: DriverTerms,
  entry: RosterEntry | undefined,
  departureAt: string | undefined,
  now: number,
): PlannedDriver {
  if (entry === undefined) return said;
  const { driver, depot } = entry;
  const { shift, skills } = driver;
  const registered = driver.vehicle?.capacity;
  const capacity = registered && { ...registered, ...said.capacity };
  const hours = shift && shiftOn(dayOfShift(said, shift, departureAt, now), shift);
  return {
    ...present({
      ...hours,
      capacity,
      skills,
      home_depot: depot && { lat: depot.lat, lon: depot.lon, name: depot.name },
    }),
    ...said,
    ...present({ capacity: capacity ?? said.capacity }),
  };
}

type Shift = NonNullable<FleetDriver['shift']>;

const shiftOn = (day: string, { start, end }: Shift): Required<Pick<DriverTerms, 'shift_start' | 'shift_end'>> => ({
  shift_start: atLimaTime(day, start),
  shift_end: atLimaTime(day, end),
});

/** The day of what the request says; else today, or tomorrow once today's shift is over: in the evening the next day is planned. */
function dayOfShift(said: DriverTerms, shift: Shift, departureAt: string | undefined, now: number): string {
  const named = said.shift_start ?? departureAt ?? said.shift_end;
  if (named !== undefined) return limaDayOf(named);
  const today = limaDayOf(now);
  return Date.parse(atLimaTime(today, shift.end)) > now ? today : dayAfter(today);
}

/** Notes a shift that ends before it begins, be it said so or half said and half registered. */
function checkShift(
  said: DriverTerms,
  { shift_start, shift_end }: DriverTerms,
  at: string,
  errors: FieldError[],
): void {
  if (shift_start === undefined || shift_end === undefined || shift_end > shift_start) return;
  if (said.shift_end !== undefined && said.shift_start === undefined)
    errors.push({
      pointer: `${at}/shift_end`,
      detail: `must be after the registered shift_start ${shift_start}, or come with another`,
    });
  else if (said.shift_end === undefined)
    errors.push({
      pointer: `${at}/shift_start`,
      detail: `must be before the registered shift_end ${shift_end}, or come with another`,
    });
  else errors.push({ pointer: `${at}/shift_end`, detail: 'must be after shift_start' });
}
