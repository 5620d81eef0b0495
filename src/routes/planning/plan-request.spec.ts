import type { DinexError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { planningBody } from '../route.fixture';
import { checkRequest, isLong, PlanningBody } from './plan-request';

const ids = (count: number): string[] => Array.from({ length: count }, () => newId(0));
const fleet = (orders: number, changes: Partial<PlanningBody> = {}): PlanningBody =>
  planningBody({ order_ids: ids(orders), drivers: [{ driver_id: 'A' }], ...changes });

describe('a request', () => {
  it('is completed by what holds when nothing is said', () => {
    const [order_id = ''] = ids(1);
    expect(checkRequest(planningBody({ order_ids: [order_id.toUpperCase()], driver_id: 'A' }))).toEqual({
      order_ids: [order_id],
      kind: 'driver',
      drivers: [{ driver_id: 'A' }],
      return_to_depot: false,
      service_seconds: 180,
      stops: [],
    });
  });

  it('names all its faults at once', () => {
    const faults = (): unknown => {
      try {
        return checkRequest(planningBody({ order_ids: ['a', 'b'], return_to_depot: true }));
      } catch (error) {
        return (error as DinexError).details.errors?.map(({ pointer }) => pointer);
      }
    };
    expect(faults()).toEqual(['#/order_ids/0', '#/order_ids/1', '#/driver_id', '#/depot']);
  });

  it('is long when a fleet is large or wants more time than a request has; a single driver never is', () => {
    const long = (request: PlanningBody): boolean => isLong(checkRequest(request), 500);
    expect(long(fleet(100))).toBe(false);
    expect(long(fleet(101))).toBe(true);
    expect(long(fleet(1, { time_limit_ms: 500 }))).toBe(false);
    expect(long(fleet(1, { time_limit_ms: 501 }))).toBe(true);
    expect(long(planningBody({ order_ids: ids(200), driver_id: 'A', time_limit_ms: 5_000 }))).toBe(false);
  });
});
