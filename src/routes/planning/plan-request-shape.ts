import { flag, instant, listOf, number, objectOf, oneOf, optional, Read, text, whole, yes } from '../../kernel/shape';
import { orderId } from '../../orders/order-shape';
import { DRIVER_TERMS, readDepot } from '../route-shape';
import type { PlannedDriver } from './plan-drivers';
import type { PlanRequest, StopTerms } from './plan-request';

const read: Read<PlanRequest> = objectOf<PlanRequest>({
  order_ids: listOf(orderId),
  kind: oneOf(['driver', 'fleet']),
  by_ids: optional(yes),
  drivers: listOf(objectOf<PlannedDriver>({ ...DRIVER_TERMS, home_depot: optional(readDepot) })),
  depot: optional(readDepot),
  return_to_depot: flag,
  departure_at: optional(instant),
  service_seconds: whole,
  stops: listOf(
    objectOf<StopTerms>({
      order_id: text,
      priority: optional(whole),
      skills: optional(listOf(text)),
      service_seconds: optional(whole),
    }),
  ),
  time_limit_ms: optional(number),
  max_iterations: optional(whole),
  seed: optional(whole),
});

/** Returns the request of a plan from its stored text. @throws SyntaxError; Misfit that names the field. */
export const readPlanRequest = (json: string): PlanRequest => read(JSON.parse(json));
