import { present } from '../../kernel/present';
import { DAY_SECONDS, ttlAfter } from '../../database/lifetimes';
import type { DataOf } from '../../kernel/data-of';
import type { PlanRequest } from '../planning/plan-request';
import { ASSIGNING_LIFETIME_MS, Route } from '../route';
import type { RouteDto } from '../route.dto';
import type { PlanDto } from './plan.dto';

/** A fleet's plan as stored: what was asked for while it waits, what came of it afterwards. */
export interface PlanRecord extends DataOf<Omit<PlanDto, 'routes' | 'estimated_distance_km'>> {
  /** The request as JSON, of a queued plan until it is DONE: a thousand stops of a map each would outgrow an item. */
  readonly request?: string;
  readonly route_ids: readonly string[];
  /** The id of the request that asked for the plan, where it is made behind the queue: its run works under the same one. */
  readonly correlation_id?: string;
  /** Seconds since the epoch; a queued plan that waits or runs has none. */
  readonly ttl?: number;
}

/** What a planning request would return as the orders are now: routes that are not stored yet, and the orders that are on none. */
export interface Proposal extends Required<Pick<PlanRecord, 'unassigned' | 'baseline' | 'iterations'>> {
  readonly routes: readonly Route[];
}

/** Returns a plan that is to wait behind the queue. */
export const queuedPlan = (
  plan_id: string,
  request: PlanRequest,
  now: number,
  correlation_id?: string,
): PlanRecord => ({
  ...newPlan(plan_id, now),
  status: 'QUEUED',
  version: 1,
  request: JSON.stringify(request),
  ...present({ correlation_id }),
});

/** Returns a plan whose caller waits. Its time to live runs from the start: a process that dies leaves the plan behind. */
export const planAtOnce = (plan_id: string, now: number, ttlDays: number): PlanRecord => ({
  ...newPlan(plan_id, now),
  status: 'RUNNING',
  version: 0,
  ttl: ttlAfter(now, ttlDays * DAY_SECONDS),
});

function newPlan(plan_id: string, now: number): Omit<PlanRecord, 'status' | 'version'> {
  const created_at = new Date(now).toISOString();
  return { plan_id, created_at, updated_at: created_at, route_ids: [], unassigned: [] };
}

/** Returns the plan a version later. */
export const nextPlan = (record: PlanRecord, change: Partial<PlanRecord>, now: number): PlanRecord => ({
  ...record,
  ...change,
  version: record.version + 1,
  updated_at: new Date(now).toISOString(),
});

/** Returns what a proposal says of its plan. */
export const proposed = ({ routes, unassigned, baseline, iterations }: Proposal): Partial<PlanRecord> => ({
  route_ids: routes.map(({ route_id }) => route_id),
  unassigned,
  baseline,
  iterations,
});

/** Returns the plan made, without its request and with its time to live. */
export function donePlan(record: PlanRecord, now: number, ttlDays: number): PlanRecord {
  const { request: _, ...rest } = nextPlan(record, { status: 'DONE', ttl: ttlAfter(now, ttlDays * DAY_SECONDS) }, now);
  return rest;
}

/** Returns the plan given up. It keeps its request: an operator may send its message again. */
export const failedPlan = (record: PlanRecord, failure: string, now: number, ttlDays: number): PlanRecord =>
  nextPlan(record, { status: 'FAILED', failure, ttl: ttlAfter(now, ttlDays * DAY_SECONDS) }, now);

/** Whether nobody will finish the plan: the process that made it while its caller waited has died. */
export const isAbandonedPlan = ({ status, request, updated_at }: PlanRecord, now: number): boolean =>
  status === 'RUNNING' && request === undefined && now - Date.parse(updated_at) > ASSIGNING_LIFETIME_MS;

/** Returns what the API shows of a plan: its result once it is DONE. */
export function viewPlan(record: PlanRecord, routes: readonly RouteDto[]): PlanDto {
  const { plan_id, status, version, created_at, updated_at, unassigned, baseline, iterations, failure } = record;
  const shown = { plan_id, status, version, created_at, updated_at };
  if (status !== 'DONE') return { ...shown, routes: [], unassigned: [], ...present({ failure }) };
  const estimated_distance_km = totalKilometres(routes);
  return { ...shown, routes, unassigned, estimated_distance_km, ...present({ baseline, iterations }) };
}

/** Returns the length of all routes; summed up in metres, as sums of kilometres have digits of their own. */
const totalKilometres = (routes: readonly Pick<Route, 'estimated_distance_km'>[]): number =>
  routes.reduce((sum, route) => sum + Math.round(route.estimated_distance_km * 1_000), 0) / 1_000;
