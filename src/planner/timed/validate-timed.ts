import { InvalidProblemError, type PlanningProblem } from '../model/problem';
import { isRich } from '../rich/rich-model';

const HOURS = 24;

/**
 * Refuses what no plan can mean of the fields that the timetable knows, and what it cannot be planned together with.
 *
 * @throws InvalidProblemError with the path of the field.
 */
export function validateTimed(problem: PlanningProblem): void {
  const { waiting = 0, hourly, matrix, vehicles } = problem;
  check(waiting >= 0 && waiting < Infinity, 'must be 0 or more', 'waiting');
  const locked = vehicles.findIndex(({ lockedPrefix }) => lockedPrefix.length > 0);
  check(locked < 0, 'cannot be planned with times by the hour', `vehicles[${locked}].lockedPrefix`);
  check(
    !isRich(problem),
    'cannot be planned with constraints beyond plain ones',
    hourly === undefined ? 'waiting' : 'hourly',
  );
  if (hourly === undefined) return;
  check(Number.isFinite(hourly.midnight), 'must be a time in seconds', 'hourly.midnight');
  check(hourly.streets >= 0, 'must be 0 or more', 'hourly.streets');
  check(hourly.profileOf.length === matrix.size, 'has one figure a location', 'hourly.profileOf');
  hourly.profileOf.forEach((profile, location) => {
    check(hourly.profiles[profile] !== undefined, `no profile ${profile}`, `hourly.profileOf[${location}]`);
  });
  hourly.profiles.forEach(({ speeds, highway }, p) => {
    check(speeds.length === HOURS, `has ${HOURS} figures`, `hourly.profiles[${p}].speeds`);
    check(
      speeds.every((speed) => speed > 0 && speed < Infinity),
      'must be over 0',
      `hourly.profiles[${p}].speeds`,
    );
    check(highway > 0 && highway < Infinity, 'must be over 0', `hourly.profiles[${p}].highway`);
  });
}

function check(holds: boolean, message: string, path: string): void {
  if (!holds) throw new InvalidProblemError(`${path}: ${message}`, path);
}
