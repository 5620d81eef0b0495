import type { DataOf } from '../kernel/data-of';
import { DinexError, FieldError } from '../kernel/errors';
import { e164 } from '../kernel/phone';
import type { RegisteredDriverDto, ShiftDto } from './drivers.dto';

/** A driver as stored. */
export interface FleetDriver extends DataOf<RegisteredDriverDto> {
  readonly write_id: string;
}

/** What a driver says instead of the own id, in paths. */
export const SELF = 'me';

/**
 * Returns the driver with the telephone in E.164.
 *
 * @throws DinexError `invalid` that points to each fault, also of what a patch leaves incomplete.
 */
export function checkedDriver(driver: FleetDriver): FleetDriver {
  const errors: FieldError[] = [];
  if (driver.driver_id.toLowerCase() === SELF)
    errors.push({ pointer: '#/driver_id', detail: 'driver_id must not be me, which is what drivers call themselves.' });
  if (driver.shift !== undefined) checkShift(driver.shift, errors);
  const [first] = errors;
  if (first !== undefined) throw new DinexError('invalid', first.detail, { errors });
  return driver.phone === undefined ? driver : { ...driver, phone: e164(driver.phone, '#/phone') };
}

/** A patch may give a driver who has no shift one end of it alone. */
function checkShift({ start, end }: Partial<DataOf<ShiftDto>>, errors: FieldError[]): void {
  if (start === undefined)
    errors.push({ pointer: '#/shift/start', detail: 'start is required where a shift has an end.' });
  if (end === undefined) errors.push({ pointer: '#/shift/end', detail: 'end is required where a shift has a start.' });
  if (start !== undefined && end !== undefined && end <= start)
    errors.push({ pointer: '#/shift/end', detail: `end must be after ${start}, the start, on the same day.` });
}
