import { setTimeout as sleep } from 'node:timers/promises';
import { Api, DemoDay, DemoOrder, DemoPlan, DemoRoute, DemoScanned, DemoStop } from './api';
import type { DayClock } from './day-clock';
import { Evening, morningFile, referenceOf } from './morning-file';
import { DEPOT, DemoPlace, PLACES } from './places';

export type Say = (text: string) => void;

const DRIVERS = ['DRV001', 'DRV002', 'DRV003'];
/** Parcels that a van holds. */
const ROOM = 15;
const SICK = 'DRV002';
/** The recipient who is at home in the evening alone. */
const EVENING: Evening = { index: 20, from: '18:00', to: '20:00' };
const URGENT: DemoPlace = {
  name: 'Clínica Angloamericana',
  street: 'Ca. Alfredo Salazar 350',
  district: 'San Isidro',
  lat: -12.1074,
  lon: -77.0395,
};
const IMPORTED_WITHIN_MS = 30_000;

/** What a dispatcher wants to see of the day when it is over. */
export interface PlayedDay {
  readonly plan: DemoPlan;
  readonly placeOf: ReadonlyMap<string, DemoPlace>;
  readonly routes: readonly DemoRoute[];
  readonly counts: DemoDay;
  /** How many calls loaded all vans. */
  readonly loadingCalls: number;
  readonly leftOver: readonly DemoOrder[];
}

/** Plays a courier's day with three vans through the API, from the shops' file at seven to the leftovers at night. */
export class DemoDayPlayer {
  private readonly placeOf = new Map<string, DemoPlace>();
  private loadingCalls = 0;

  constructor(
    private readonly api: Api,
    private readonly clock: DayClock,
    private readonly say: Say,
  ) {}

  async play(onPlanned: (plan: DemoPlan) => Promise<void>): Promise<PlayedDay> {
    this.clock.set('7:00');
    const orders = await this.takeFile();
    const plan = await this.plan(orders);
    await onPlanned(plan);
    this.clock.set('8:00');
    for (const route of plan.routes) await this.load(route);
    await this.deliverUntil(plan.routes, '11:00');
    await this.urgentOrder(plan.routes);
    const handedOn = await this.sickDriver(plan.routes);
    await this.deliverUntil(handedOn, '15:00');
    await this.correct(plan.routes);
    await this.reschedule(handedOn);
    await this.deliverUntil(handedOn, '19:00', 2);
    await this.offlinePhone(handedOn);
    return this.evening(plan, orders);
  }

  private async takeFile(): Promise<readonly DemoOrder[]> {
    const evening = { ...EVENING, from: this.clock.at(EVENING.from), to: this.clock.at(EVENING.to) };
    const file = morningFile(PLACES, evening);
    const { import_id } = await this.api.upload<{ import_id: string }>('/orders/imports', 'text/csv', file);
    const end = Date.now() + IMPORTED_WITHIN_MS;
    for (;;) {
      const { pending, created, failed } = await this.api.get<Record<'pending' | 'created' | 'failed', number>>(
        `/orders/imports/${import_id}`,
      );
      if (pending === 0) {
        this.say(`the shops' file is in: ${created} orders, ${failed} rows refused`);
        break;
      }
      if (Date.now() > end) throw new Error('The import does not end.');
      await sleep(100);
    }
    const { items } = await this.api.get<{ items: DemoOrder[] }>(
      `/orders?day=${this.clock.day}&awaiting=route&limit=100`,
    );
    const numbers = new Map(PLACES.map((place, index) => [referenceOf(index), place]));
    for (const { order_id, reference = '' } of items) this.placeOf.set(order_id, numbers.get(reference) ?? URGENT);
    this.say(`${items.length} orders await a route today`);
    return items;
  }

  private async plan(orders: readonly DemoOrder[]): Promise<DemoPlan> {
    const plan = await this.api.post<DemoPlan>('/routes', {
      order_ids: orders.map(({ order_id }) => order_id),
      drivers: DRIVERS.map((driver_id) => ({
        driver_id,
        shift_start: this.clock.at('8:00'),
        shift_end: this.clock.at('20:30'),
        capacity: { parcels: ROOM },
      })),
      depot: DEPOT,
      return_to_depot: true,
      service_seconds: 900,
    });
    for (const { driver_id, sequence, estimated_distance_km } of plan.routes)
      this.say(`${driver_id}: ${sequence.length} stops, ${estimated_distance_km.toFixed(1)} km`);
    for (const { order_id, reason } of plan.unassigned) this.say(`${this.nameOf(order_id)} fits nowhere: ${reason}`);
    return plan;
  }

  /** Loads a van: one call for all of its parcels. */
  private async load(route: DemoRoute): Promise<void> {
    const start = await this.api.post<DemoRoute>(`/routes/${route.route_id}/start`, {});
    const { items } = await this.api.post<DemoScanned>(`/routes/${route.route_id}/scans`, {
      status: 'OUT_FOR_DELIVERY',
      tracking_ids: start.sequence.map(({ tracking_id }) => tracking_id),
    });
    this.loadingCalls++;
    this.say(`${route.driver_id} is loaded with ${items.filter(({ result }) => result === 'taken').length} parcels`);
  }

  /** Delivers what the routes say is due by then, but the last `kept` stops of each. */
  private async deliverUntil(routes: readonly DemoRoute[], time: string, kept = 0): Promise<void> {
    const until = this.clock.at(time);
    this.clock.set(time);
    let delivered = 0;
    for (const { route_id } of routes) {
      const open = await this.openStops(route_id);
      const due = open.slice(0, open.length - kept).filter(({ departure_at }) => departure_at < until);
      for (const stop of due) {
        await this.api.post('/tracking', {
          order_id: stop.order_id,
          status: 'DELIVERED',
          occurred_at: stop.departure_at,
        });
        delivered++;
      }
    }
    this.say(`${delivered} parcels more are delivered`);
  }

  private async urgentOrder(routes: readonly DemoRoute[]): Promise<void> {
    const order = await this.api.post<DemoOrder>('/orders', {
      customer_id: 'BOTICA-RIMAC',
      reference: 'URGENTE-1',
      recipient: { name: 'Julia Rojas', email: 'julia.rojas@example.pe', phone: '987654321' },
      products: [{ name: 'Medicina', quantity: 1, unit_price: 12_000, weight_grams: 300 }],
      delivery_address: { street: URGENT.street, district: URGENT.district, lat: URGENT.lat, lon: URGENT.lon },
    });
    this.placeOf.set(order.order_id, URGENT);
    for (const { route_id, driver_id } of routes.filter(({ driver_id: driver }) => driver !== SICK)) {
      const taken = await this.api.tryPost<DemoRoute>(`/routes/${route_id}/orders`, { order_ids: [order.order_id] });
      if (taken === undefined) continue;
      const place = taken.sequence.find(({ order_id }) => order_id === order.order_id);
      this.say(
        `urgent: ${URGENT.name} goes to ${driver_id} as stop ${place?.sequence ?? '?'}, nobody comes late for it`,
      );
      return;
    }
    this.say(`urgent: ${URGENT.name} fits into no route of today without making somebody late`);
  }

  private async sickDriver(routes: readonly DemoRoute[]): Promise<readonly DemoRoute[]> {
    this.clock.set('12:00');
    const [sick] = routes.filter(({ driver_id }) => driver_id === SICK);
    const others = DRIVERS.filter((driver) => driver !== SICK);
    if (sick === undefined) return routes;
    const open = await this.openStops(sick.route_id);
    await this.api.post(`/routes/${sick.route_id}/transfer`, { driver_ids: others });
    this.say(
      `${SICK} is sick: one call hands ${open.length} stops to ${others.join(' and ')}, and no recipient is told`,
    );
    return routes.filter(({ driver_id }) => driver_id !== SICK);
  }

  /** A driver marked the wrong parcel: the correction takes the delivery back, and its recipient is told once. */
  private async correct(routes: readonly DemoRoute[]): Promise<void> {
    for (const { route_id } of routes) {
      const { sequence } = await this.api.get<DemoRoute>(`/routes/${route_id}`);
      const wrong = sequence.find(({ outcome }) => outcome === 'SUCCEEDED');
      if (wrong === undefined) continue;
      const tracker = await this.api.get<{ events: { event_id: string; status: string; applied: boolean }[] }>(
        `/tracking?order_id=${wrong.order_id}`,
      );
      const delivery = tracker.events.findLast(({ status, applied }) => status === 'DELIVERED' && applied);
      if (delivery === undefined) continue;
      await this.api.post('/tracking', {
        order_id: wrong.order_id,
        status: 'ATTEMPT_FAILED',
        reason_code: 'CONSIGNEE_ABSENT',
        corrects: delivery.event_id,
      });
      this.say(`a correction: ${this.nameOf(wrong.order_id)} was not delivered after all`);
      return;
    }
  }

  private async reschedule(routes: readonly DemoRoute[]): Promise<void> {
    for (const { route_id } of routes) {
      const open = await this.openStops(route_id);
      const next = open.find(({ order_id }) => this.placeOf.get(order_id) !== URGENT);
      if (next === undefined) continue;
      const reschedule_to = new Date(Date.parse(this.clock.at('12:00')) + 2 * 86_400_000).toISOString().slice(0, 10);
      await this.api.post('/tracking', {
        order_id: next.order_id,
        status: 'ATTEMPT_FAILED',
        reason_code: 'CONSIGNEE_RESCHEDULED',
        reschedule_to,
      });
      this.say(`${this.nameOf(next.order_id)} asks for another day: ${reschedule_to}`);
      return;
    }
  }

  /** A phone without signal keeps its scan, and reports it two hours later with the time at which it was made. */
  private async offlinePhone(routes: readonly DemoRoute[]): Promise<void> {
    for (const { route_id } of routes) {
      const [stop] = await this.openStops(route_id);
      if (stop === undefined) continue;
      await this.api.post('/tracking', {
        order_id: stop.order_id,
        status: 'DELIVERED',
        occurred_at: this.clock.at('17:05'),
      });
      this.say(
        `a phone comes back from two hours without signal: ${this.nameOf(stop.order_id)} was delivered at 17:05`,
      );
      return;
    }
  }

  private async evening(plan: DemoPlan, orders: readonly DemoOrder[]): Promise<PlayedDay> {
    this.clock.set('20:30');
    for (const { route_id } of plan.routes) {
      const { status } = await this.api.get<DemoRoute>(`/routes/${route_id}`);
      if (status === 'STARTED') await this.api.post(`/routes/${route_id}/complete`, {});
    }
    const routes = await Promise.all(plan.routes.map(({ route_id }) => this.api.get<DemoRoute>(`/routes/${route_id}`)));
    this.say('the vans are back, every route is complete');
    const { items: leftOver } = await this.api.get<{ items: DemoOrder[] }>(
      `/orders?day=${this.clock.day}&awaiting=route&limit=100`,
    );
    const counts = await this.api.get<DemoDay>(`/days/${this.clock.day}`);
    this.say(`${leftOver.length} of ${orders.length + 1} parcels are left over, and can be planned at once`);
    return { plan, placeOf: this.placeOf, routes, counts, loadingCalls: this.loadingCalls, leftOver };
  }

  private async openStops(routeId: string): Promise<readonly DemoStop[]> {
    const { sequence } = await this.api.get<DemoRoute>(`/routes/${routeId}`);
    return sequence.filter(({ state }) => state !== 'CLOSED');
  }

  private nameOf = (orderId: string): string => this.placeOf.get(orderId)?.name ?? orderId;
}
