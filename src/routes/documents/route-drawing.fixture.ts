import { RouteDrawing, DrawnStop } from './route-drawing';

const START = Date.parse('2026-11-21T13:00:00.000Z');

/** Stops on a spiral around central Lima: no two alike, any number of them. */
export function spiralStops(count: number): DrawnStop[] {
  return Array.from({ length: count }, (_, i) => ({
    sequence: i + 1,
    order_id: `0199a7c2-7b1e-7f3a-9d21-${String(i).padStart(12, '0')}`,
    lat: -12.08 + 0.004 * Math.sqrt(i) * Math.sin(i * 0.9),
    lon: -77.04 + 0.004 * Math.sqrt(i) * Math.cos(i * 0.9),
    district: i % 2 === 0 ? 'Lince' : 'Jesús María',
    precision: 'point',
    arrival_at: new Date(START + (i + 1) * 600_000).toISOString(),
    leg_distance_km: 1.5,
    cumulative_distance_km: 1.5 * (i + 1),
    waiting_seconds: 0,
    service_seconds: 300,
  }));
}

export function routeDrawing(
  stops: readonly DrawnStop[] | number = 3,
  change: Partial<RouteDrawing> = {},
): RouteDrawing {
  const list = typeof stops === 'number' ? spiralStops(stops) : stops;
  return {
    route_id: '0199a7c2-0000-7f3a-9d21-5c0f8e6b1a34',
    driver_id: 'driver-17',
    status: 'PLANNED',
    departure_at: new Date(START).toISOString(),
    depot: { lat: -12.0735, lon: -77.0455, name: 'Almacén' },
    returns_to_depot: true,
    stops: list,
    totals: { distance_km: 1.5 * list.length, duration_seconds: 600 * list.length, improvement_pct: 21.4 },
    ...change,
  };
}

/** Stops at the given places, in order. */
export function stopsAt(...places: readonly (readonly [lat: number, lon: number])[]): DrawnStop[] {
  return spiralStops(places.length).map((stop, i) => ({ ...stop, lat: places[i]?.[0] ?? 0, lon: places[i]?.[1] ?? 0 }));
}
