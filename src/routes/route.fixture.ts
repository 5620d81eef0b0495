import { createdAtOf, newId, newOrderId } from '../kernel/ids';
import { createOrder, Order, OrderInput } from '../orders/order';
import type { PlanningBody } from './planning/plan-request';
import { CreateRouteDto } from './planning/plan-request.dto';
import type { Route, RouteStop } from './route';

const INPUT: OrderInput = {
  customer_id: 'SHOP-1',
  recipient: { name: 'Rosa Quispe', locale: 'es-PE' },
  products: [{ name: 'Zapatillas', quantity: 2, unit_price: 15_900, weight_grams: 800, volume_cm3: 6_000 }],
  delivery_address: { street: 'Av. José Larco 345', lat: -12.1211, lon: -77.0297 },
};

export const NOON = Date.parse('2026-11-23T17:00:00.000Z');

/** A stored order; each call may change what its test is about. */
export const storedOrder = (changes: Partial<Order> = {}): Order => ({
  ...createOrder(INPUT, {
    orderId: newOrderId(NOON),
    writeId: newId(NOON),
    igvPercent: 18,
  }),
  ...changes,
});

export const routeStop = (order: Order, changes: Partial<RouteStop> = {}): RouteStop => ({
  sequence: 1,
  order_id: order.order_id,
  tracking_id: order.tracking_id,
  lat: -12.1211,
  lon: -77.0297,
  precision: 'point',
  arrival_at: '2026-11-23T17:10:00.000Z',
  waiting_seconds: 0,
  service_seconds: 180,
  departure_at: '2026-11-23T17:13:00.000Z',
  load: { weight_grams: 0, volume_cm3: 0, parcels: 0 },
  leg_distance_km: 1,
  cumulative_distance_km: 1,
  ...changes,
});

/** A planned route over these orders, each of them on it. */
export function routeOver(orders: readonly Order[], changes: Partial<Route> = {}): { route: Route; orders: Order[] } {
  const route_id = changes.route_id ?? newId(NOON);
  const route: Route = {
    route_id,
    driver_id: 'DRV001',
    plan_id: newId(NOON),
    status: 'PLANNED',
    version: 2,
    created_at: createdAtOf(route_id),
    updated_at: createdAtOf(route_id),
    departure_at: '2026-11-23T17:00:00.000Z',
    driver: { driver_id: 'DRV001' },
    order_ids: orders.map(({ order_id }) => order_id),
    stops: orders.length,
    sequence: orders.map((order, i) => routeStop(order, { sequence: i + 1, cumulative_distance_km: i + 1 })),
    estimated_distance_km: orders.length,
    estimated_duration_seconds: 3_600,
    matrix: { source: 'estimate' },
    iterations: 10,
    unassigned: [],
    write_id: newId(NOON),
    ...changes,
  };
  return { route, orders: orders.map((order) => ({ ...order, route_id })) };
}

/** A planning request as its body is read: what is left out has the defaults of its class. */
export const planningBody = (given: Partial<PlanningBody>): PlanningBody => Object.assign(new CreateRouteDto(), given);
