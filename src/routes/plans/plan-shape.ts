import { instant, listOf, objectOf, oneOf, optional, Read, text, whole } from '../../kernel/shape';
import { readBaseline, readUnassigned } from '../route-shape';
import type { PlanRecord } from './plan-record';
import { PLAN_STATUSES } from './plan-statuses';

/**
 * Returns a stored item as the plan that it is.
 *
 * @throws Misfit that names the field which is missing or is something else.
 */
export const readPlan: Read<PlanRecord> = objectOf<PlanRecord>({
  plan_id: text,
  status: oneOf(PLAN_STATUSES),
  version: whole,
  created_at: instant,
  updated_at: instant,
  request: optional(text),
  route_ids: listOf(text),
  unassigned: listOf(readUnassigned),
  baseline: optional(readBaseline),
  iterations: optional(whole),
  failure: optional(text),
  correlation_id: optional(text),
  ttl: optional(whole),
});
