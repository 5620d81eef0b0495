import { Injectable } from '@nestjs/common';
import { unavailable } from '../../kernel/errors';
import type { OrderId } from '../../kernel/ids';
import { retrying } from '../../database/retry';
import { transactionLimits, Transactions } from '../../database/transaction';
import { Claim, claimed } from '../../orders/claim';
import type { Order } from '../../orders/order';
import { OrdersService } from '../../orders/orders.service';
import { AvailabilityService } from './availability.service';
import type { DriverConflict } from './driver-day';
import { DriverDays } from './driver-days.service';
import { inChunks } from '../../database/chunks';
import type { Route, UnassignedOrder } from '../route';
import { RoutesRepository, writeName } from '../routes.repository';

export type ClaimOutcome =
  | { readonly kind: 'claimed' }
  /** A route is no longer ASSIGNING: cancelled, or made PLANNED by a repetition of the same request. */
  | { readonly kind: 'route_moved' }
  | { readonly kind: 'lost'; readonly obstacles: readonly UnassignedOrder[] }
  /** Other routes keep some of the drivers at that time. */
  | { readonly kind: 'booked'; readonly conflicts: readonly DriverConflict[] };

type Claims = ReadonlyMap<OrderId, Claim>;

const CLAIMED: ClaimOutcome = { kind: 'claimed' };

/** Claims drivers, then orders for routes, in as many transactions as they need, each only while its routes are still assigning. */
@Injectable()
export class ClaimsService {
  constructor(
    private readonly repository: RoutesRepository,
    private readonly drivers: DriverDays,
    private readonly availability: AvailabilityService,
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Claims the drivers of these routes for their time, then their orders, by ascending id, whatever their routes: of two requests over the same orders the one that
   * gets the first of them meets none of the other's claims, so exactly one wins. Claims made before are recognised and left alone.
   */
  async claim(routes: readonly Route[]): Promise<ClaimOutcome> {
    const drivers = await this.drivers.claim(routes);
    if (drivers === 'route_moved') return { kind: drivers };
    if (drivers !== 'claimed') return { kind: 'booked', ...drivers };
    const claims = claimsOf(routes);
    const found = await this.orders.findMany([...claims.keys()]);
    if (found.length < claims.size) return this.lost([...claims.keys()]);
    found.sort((a, b) => (a.order_id < b.order_id ? -1 : 1));
    for (const chunk of inChunks(found, transactionLimits(routes.length))) {
      const outcome = await this.claimChunk(chunk, claims, routes);
      if (outcome.kind !== 'claimed') return outcome;
    }
    return CLAIMED;
  }

  private claimChunk(chunk: readonly Order[], claims: Claims, routes: readonly Route[]): Promise<ClaimOutcome> {
    const ids = chunk.map(({ order_id }) => order_id);
    let seen: readonly Order[] | undefined = chunk;
    return retrying<ClaimOutcome>(
      async () => {
        seen ??= await this.orders.findMany(ids);
        if (seen.length < ids.length) return this.lost(ids);
        const open = seen.filter((order) => order.route_id !== claims.get(order.order_id)?.route_id);
        if (open.length === 0) return CLAIMED;
        const obstacles = await this.availability.obstacles(open);
        if (obstacles.length > 0) return { kind: 'lost', obstacles };
        seen = undefined;
        const outcome = await this.commit(open, claims, routes);
        return outcome === 'refused' ? undefined : { kind: outcome };
      },
      () => unavailable('Too many changes of these orders at once.'),
    );
  }

  private async commit(
    orders: readonly Order[],
    claims: Claims,
    routes: readonly Route[],
  ): Promise<'claimed' | 'route_moved' | 'refused'> {
    const writes = orders.flatMap((order) => {
      const claim = claims.get(order.order_id);
      return claim === undefined ? [] : [this.orders.transition(order, claimed(order, claim))];
    });
    const ids = new Set(orders.map(({ order_id }) => claims.get(order_id)?.route_id));
    const named = routes.filter(({ route_id }) => ids.has(route_id));
    const conditions = named.map((route) => this.repository.unchanged(route));
    const outcome = await this.transactions.commit([...conditions, ...writes]);
    if (outcome.committed) return 'claimed';
    return named.some(({ route_id }) => outcome.failed.has(writeName(route_id))) ? 'route_moved' : 'refused';
  }

  private async lost(ids: readonly OrderId[]): Promise<ClaimOutcome> {
    const { unassigned } = await this.availability.assess(ids);
    return { kind: 'lost', obstacles: unassigned };
  }
}

const claimsOf = (routes: readonly Route[]): Claims =>
  new Map(
    routes.flatMap(({ route_id, driver_id, sequence }) =>
      sequence.map((stop): [OrderId, Claim] => [
        stop.order_id,
        { route_id, driver_id, estimated_delivery_at: stop.arrival_at },
      ]),
    ),
  );
