import { Injectable } from '@nestjs/common';
import { inParallel } from '../../kernel/in-parallel';
import { present } from '../../kernel/present';
import { Geocoder, GeocodeOutcome } from '../../geo/geocoder';
import type { Order } from '../../orders/order';
import { LocatedOrder, stopTermsOf } from './plan-input';
import type { UnassignedOrder } from '../route';
import { PlanRequest } from './plan-request';

export interface LocatedOrders {
  /** The orders that were located, in the order given. */
  readonly orders: readonly LocatedOrder[];
  readonly unassigned: readonly UnassignedOrder[];
}

/** A guess less sure than this sends no van out. */
const LEAST_CONFIDENCE = 0.5;

/** How many addresses are asked at once: a geocoding service counts requests by the second. */
const PARALLEL = 10;

/** Finds out where orders go, and by the request how long their stops take. */
@Injectable()
export class LocatorService {
  constructor(private readonly geocoder: Geocoder) {}

  /** Returns the orders with their places, and those that have none, or only a guess, or lie outside Peru. */
  async locate(
    orders: readonly Order[],
    request: Pick<PlanRequest, 'stops' | 'service_seconds'>,
  ): Promise<LocatedOrders> {
    const outcomes = await inParallel(orders, PARALLEL, (order) => this.geocoder.resolve(order.delivery_address));
    const terms = stopTermsOf(request);
    const located: LocatedOrder[] = [];
    const unassigned: UnassignedOrder[] = [];
    orders.forEach((order, i) => {
      const outcome = outcomes[i];
      const obstacle = outcome === undefined ? undefined : obstacleIn(order, outcome);
      if (obstacle !== undefined) unassigned.push(obstacle);
      else if (outcome?.found === true) {
        const { lat, lon, precision, confidence, district } = outcome;
        const { priority, skills, service_seconds = request.service_seconds } = terms.get(order.order_id) ?? {};
        const own = present({ priority, skills });
        located.push({ order, lat, lon, precision, confidence, ...present({ district }), ...own, service_seconds });
      }
    });
    return { orders: located, unassigned };
  }
}

function obstacleIn({ order_id }: Order, outcome: GeocodeOutcome): UnassignedOrder | undefined {
  if (!outcome.found) return { order_id, reason_code: 'NO_COORDINATES', detail: outcome.detail };
  if (outcome.outside_peru)
    return { order_id, reason_code: 'OUTSIDE_PERU', detail: 'Its coordinates lie outside Peru.' };
  if (outcome.confidence >= LEAST_CONFIDENCE) return undefined;
  const { district = 'somewhere else', confidence } = outcome;
  const detail = `Its address may be in ${district}, which is a guess (confidence ${confidence}): say the district, or give lat and lon.`;
  return { order_id, reason_code: 'ADDRESS_UNCERTAIN', detail };
}
