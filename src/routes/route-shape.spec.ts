import { readFileSync } from 'node:fs';
import { newId } from '../kernel/ids';
import { viewOrderForDriver } from '../orders/order-shape';
import { number, Shape, text, whole } from '../kernel/shape';
import type { Load, Route, RouteStop } from './route';
import type { RouteDto, RouteStopDto } from './route.dto';
import { NOON, routeOver, routeStop, storedOrder } from './route.fixture';
import { readRoute, readRouteSummary, SUMMARY_FIELDS, viewRoute } from './route-shape';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Complete<T> = { readonly [Name in keyof T]-?: Exclude<T[Name], undefined> };

const order = storedOrder();

/** Everything that a stop and a route can have. */
const STOP: Complete<RouteStop> = {
  ...routeStop(order),
  confidence: 0.8,
  late_seconds: 60,
  district: 'Miraflores',
  priority: 50,
  skills: ['cold_box'],
  state: 'CLOSED',
  outcome: 'SUCCEEDED',
  driver_id: 'DRV002',
};
const ROUTE: Complete<Route> = {
  ...routeOver([order]).route,
  depot: { lat: -12.05, lon: -77.03, name: 'Almacén' },
  driver: {
    driver_id: 'DRV001',
    start: { lat: -12.05, lon: -77.03 },
    end: { lat: -12.06, lon: -77.04 },
    shift_start: '2026-11-23T13:00:00.000Z',
    shift_end: '2026-11-23T22:00:00.000Z',
    capacity: { weight_grams: 1, volume_cm3: 2, parcels: 3 },
    skills: ['cold_box'],
  },
  baseline: { nearest_neighbour_km: 1.5, given_order_km: null, improvement_pct: 0 },
  ended_at: '2026-11-23T22:00:00.000Z',
  former_driver_ids: ['DRV002'],
  handed_over_to: [newId(NOON)],
  overtime_seconds: 120,
  approximate: true,
  matrix: { source: 'estimate', fallback_reason: 'timeout' },
  unassigned: [{ order_id: newId(NOON), reason_code: 'ON_OPEN_ROUTE', detail: 'It is on …', route_id: newId(NOON) }],
  sequence: [STOP],
};
const stored = JSON.parse(JSON.stringify(ROUTE)) as Record<string, unknown>;

interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
}
const { components } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
const documented = (schema: string): string[] => Object.keys(components.schemas[schema]?.properties ?? {}).sort();

describe('the fields of a route', () => {
  it('are those of the response, but for what the store keeps to itself', () => {
    const same: [
      Same<keyof Route | 'service_day', keyof RouteDto | 'write_id'>,
      Same<keyof RouteStop | 'links' | 'order', keyof RouteStopDto>,
    ] = [true, true];
    const shown = viewRoute(ROUTE, new Map([[order.order_id, order]]), viewOrderForDriver);
    expect(same).toEqual([true, true]);
    expect(Object.keys(shown).sort()).toEqual(documented('RouteDto'));
    expect(Object.keys(shown.sequence[0] ?? {}).sort()).toEqual(documented('RouteStopDto'));
  });

  it('are told to the compiler once: one too few, too many or misspelt in the store’s reader does not compile', () => {
    const shapes: unknown[] = [
      // @ts-expect-error -- a field that only the domain has been given
      { weight_grams: number, volume_cm3: number, parcels: whole } satisfies Shape<Load & { readonly pallets: number }>,
      // @ts-expect-error -- a field that the response has lost
      { weight_grams: number, volume_cm3: number, parcels: whole } satisfies Shape<Omit<Load, 'parcels'>>,
      // @ts-expect-error -- a field renamed in the reader alone
      { weight_grams: number, volume_cm3: number, packages: whole } satisfies Shape<Load>,
      // @ts-expect-error -- a field that may be absent in the domain, and not in the reader
      { sequence: whole, district: text } satisfies Shape<Pick<RouteStop, 'sequence' | 'district'>>,
    ];
    expect(shapes).toHaveLength(4);
  });
});

describe('a stored route', () => {
  it('is read as it was written, with all that it can have and with as little as it must', () => {
    const least = routeOver([order]).route;
    expect(readRoute(stored)).toEqual(ROUTE);
    expect(readRoute(JSON.parse(JSON.stringify(least)))).toEqual(least);
  });

  it.each(Object.keys(routeOver([order]).route))('is none without %s', (field) => {
    expect(() => readRoute({ ...stored, [field]: undefined })).toThrow(new RegExp(`^${field} must be `));
  });

  it.each(Object.keys(routeStop(order)))('is none where a stop has no %s', (field) => {
    const sequence = [STOP, { ...STOP, [field]: undefined }];
    expect(() => readRoute({ ...stored, sequence })).toThrow(new RegExp(`^sequence[.]1[.]${field} must be `));
  });

  it('is none where a field is something else, which is named without its value', () => {
    expect(() => readRoute({ ...stored, status: 'LOST' })).toThrow(/^status must be one of ASSIGNING, /);
    expect(() => readRoute({ ...stored, driver: { driver_id: 'A', skills: [7] } })).toThrow(
      new Error('driver.skills.0 must be a text'),
    );
    expect(() => readRoute('no item')).toThrow('must be an object');
  });

  it('is listed by the fields of a summary, and nothing else', () => {
    const { sequence: _stops, write_id: _write, ...summary } = ROUTE;
    expect([...SUMMARY_FIELDS].sort()).toEqual(
      documented('RouteSummaryDto').filter((field) => field !== 'service_day'),
    );
    expect(readRouteSummary(summary)).toEqual(summary);
  });
});
