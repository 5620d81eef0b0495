import type { FleetDriver } from '../../fleet/driver';
import type { RosterEntry } from '../../fleet/roster';
import type { FieldError } from '../../kernel/errors';
import { planningBody } from '../route.fixture';
import { checkDrivers, driverIdsOf, PlannedDriver } from './plan-drivers';
import type { PlanningBody } from './plan-request';

const NOON = Date.parse('2026-11-27T17:00:00.000Z');
const HOUR = 3_600_000;

const registered = (changes: Partial<FleetDriver> = {}): RosterEntry => ({
  driver: {
    driver_id: 'A',
    name: 'Ana',
    active: true,
    shift: { start: '08:00', end: '18:00' },
    version: 1,
    created_at: '',
    updated_at: '',
    write_id: '',
    ...changes,
  },
});

function planned(said: Partial<PlanningBody>, entry = registered(), now = NOON) {
  const errors: FieldError[] = [];
  const named = checkDrivers(
    planningBody({ order_ids: [], ...said }),
    { roster: new Map([['A', entry]]), now },
    errors,
  );
  return { ...named, errors };
}
const first = (...args: Parameters<typeof planned>): PlannedDriver | undefined => planned(...args).drivers[0];
const shift = (day: string, from = '13:00', until = '23:00') => ({
  shift_start: `${day}T${from}:00.000Z`,
  shift_end: `${day}T${until}:00.000Z`,
});

describe('a registered shift', () => {
  it.each([
    ['today’s, before it begins', {}, NOON - 6 * HOUR, shift('2026-11-27')],
    ['today’s, while it lasts', {}, NOON, shift('2026-11-27')],
    ['tomorrow’s, once it is over', {}, NOON + 6 * HOUR, shift('2026-11-28')],
    ['that of the departure', { departure_at: '2026-12-24T03:00:00.000Z' }, NOON, shift('2026-12-23')],
  ])('is %s', (_, said, now, expected) => {
    expect(first({ driver_ids: ['A'], ...said }, registered(), now)).toMatchObject(expected);
  });

  it.each([
    [{ shift_start: '2026-12-24T15:00:00.000Z' }, shift('2026-12-24', '15:00')],
    [{ shift_end: '2026-12-24T20:00:00.000Z' }, shift('2026-12-24', '13:00', '20:00')],
    [shift('2026-12-24', '01:00', '09:00'), shift('2026-12-24', '01:00', '09:00')],
  ])('gives way to what the plan says: %j', (said, expected) => {
    expect(first({ drivers: [{ driver_id: 'A', ...said }] })).toMatchObject(expected);
  });

  it('is none of a driver who has none, or is not registered', () => {
    const { shift: _, ...driver } = registered().driver;
    expect(first({ driver_ids: ['A'] }, { driver })).toEqual({ driver_id: 'A' });
    expect(first({ driver_ids: ['B'] })).toEqual({ driver_id: 'B' });
  });
});

it('a registered capacity stands, limit by limit, unless the plan says less or more', () => {
  const entry = registered({ vehicle: { capacity: { parcels: 60, weight_grams: 5 } } });
  const said = (capacity: object) => first({ drivers: [{ driver_id: 'A', capacity }] }, entry)?.capacity;
  expect(said({ parcels: 70 })).toEqual({ parcels: 70, weight_grams: 5 });
  expect(said({ volume_cm3: 1 })).toEqual({ parcels: 60, weight_grams: 5, volume_cm3: 1 });
});

describe('naming drivers', () => {
  it.each([
    [{}, ['#/driver_id']],
    [{ driver_id: 'A', drivers: [{ driver_id: 'B' }] }, ['#/drivers']],
    [{ driver_ids: ['B', 'B', ''] }, ['#/driver_ids/1', '#/driver_ids/2']],
    [{ drivers: [{ driver_id: 'B' }, { driver_id: 'B' }] }, ['#/drivers/1/driver_id']],
  ])('by %j is wrong at %j', (said, pointers) => {
    expect(planned(said).errors.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('who is not active is wrong where the plan names them', () => {
    const off = registered({ active: false });
    for (const [said, pointer] of [
      [{ driver_id: 'A' }, '#/driver_id'],
      [{ driver_ids: ['B', 'A'] }, '#/driver_ids/1'],
      [{ drivers: [{ driver_id: 'A' }] }, '#/drivers/0/driver_id'],
    ] as const)
      expect(planned(said, off).errors).toMatchObject([{ pointer }]);
  });

  it('asks the register for all whom any of the three names', () => {
    expect(driverIdsOf({ driver_id: 'A' })).toEqual(['A']);
    expect(driverIdsOf({ driver_ids: ['A', 'B'] })).toEqual(['A', 'B']);
    expect(driverIdsOf({ drivers: [{ driver_id: 'C' }] })).toEqual(['C']);
    expect(driverIdsOf({})).toEqual([]);
  });
});
