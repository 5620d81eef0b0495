import { present } from '../../kernel/present';
import { DAY_SECONDS, ttlAfter } from '../../database/lifetimes';
import type { Baseline, Route, RouteView, UnassignedOrder } from '../route';
import { PlanRequest } from '../planning/plan-request';

export const PLAN_STATUSES = ['QUEUED', 'RUNNING', 'DONE', 'FAILED'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/** A fleet's plan as stored: its request while it waits, what came of it afterwards. */
export interface PlanRecord {
  readonly plan_id: string;
  readonly status: PlanStatus;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  /** As JSON: a thousand stops of a map each would outgrow an item. Gone when the plan is done. */
  readonly request?: string;
  readonly route_ids: readonly string[];
  readonly unassigned: readonly UnassignedOrder[];
  readonly baseline?: Baseline;
  readonly iterations?: number;
  /** Why it FAILED, for the caller. */
  readonly failure?: string;
  /** Epoch seconds; a plan that waits or runs has none. */
  readonly ttl?: number;
}

/** The answer to a fleet's plan that was made while the caller waited. */
export interface FleetAnswer {
  readonly plan_id: string;
  readonly routes: readonly RouteView[];
  readonly unassigned: readonly UnassignedOrder[];
  readonly estimated_distance_km: number;
  readonly baseline: Baseline;
  readonly iterations: number;
}

export interface PlanView extends Omit<PlanRecord, 'request' | 'route_ids' | 'ttl'> {
  readonly routes: readonly RouteView[];
  /** Of all routes, once the plan is DONE. */
  readonly estimated_distance_km?: number;
}

export const newPlan = (plan_id: string, now: number, request: PlanRequest): PlanRecord => {
  const created_at = new Date(now).toISOString();
  return {
    plan_id,
    status: 'QUEUED',
    version: 1,
    created_at,
    updated_at: created_at,
    request: JSON.stringify(request),
    route_ids: [],
    unassigned: [],
  };
};

export function viewPlan(record: PlanRecord, routes: readonly RouteView[]): PlanView {
  const { request: _request, route_ids: _ids, ttl: _ttl, ...shown } = record;
  const driven = record.status === 'DONE' ? totalKilometres(routes) : undefined;
  return { ...shown, routes, ...present({ estimated_distance_km: driven }) };
}

/** Summed up in metres, as sums of kilometres have digits of their own. */
export function totalKilometres(routes: readonly Pick<Route, 'estimated_distance_km'>[]): number {
  return routes.reduce((sum, route) => sum + Math.round(route.estimated_distance_km * 1_000), 0) / 1_000;
}

/** The same plan, a version later. */
export const changedPlan = (record: PlanRecord, change: Partial<PlanRecord>, now: number): PlanRecord => ({
  ...record,
  ...change,
  version: record.version + 1,
  updated_at: new Date(now).toISOString(),
});

/** The same plan at its end, without its request and with its time to live. */
export function endedPlan(record: PlanRecord, change: Partial<PlanRecord>, now: number, ttlDays: number): PlanRecord {
  const { request: _, ...rest } = changedPlan(record, change, now);
  return { ...rest, ttl: ttlAfter(now, ttlDays * DAY_SECONDS) };
}
