import type { GeocodePrecision } from '../geo/geocoder';
import { namesIn } from '../kernel/record';

/** The states of a route and the legal moves between them; validation, refusals and documentation derive from this table. */
export const ROUTE_TRANSITIONS = {
  ASSIGNING: ['PLANNED', 'CANCELLED'],
  PLANNED: ['STARTED', 'CANCELLED'],
  STARTED: ['COMPLETED', 'CANCELLED'],
  COMPLETED: [],
  CANCELLED: [],
} as const satisfies Record<string, readonly string[]>;

export type RouteStatus = keyof typeof ROUTE_TRANSITIONS;
export const ROUTE_STATUSES = namesIn(ROUTE_TRANSITIONS);

/** Where a dispatcher can move a route; PLANNED is reached by the assignment alone. */
export const ROUTE_TARGETS = ['STARTED', 'COMPLETED', 'CANCELLED'] as const satisfies readonly RouteStatus[];
export type RouteTarget = (typeof ROUTE_TARGETS)[number];

/** Whether no state can follow. */
export const hasEnded = (status: RouteStatus): boolean => ROUTE_TRANSITIONS[status].length === 0;

/** Returns where a dispatcher can move a route that is in this state. */
export function allowedTargets(status: RouteStatus): RouteTarget[] {
  const next: readonly RouteStatus[] = ROUTE_TRANSITIONS[status];
  return ROUTE_TARGETS.filter((target) => next.includes(target));
}

export const STOP_STATES = ['NEW', 'ENROUTE', 'CLOSED'] as const;
export type StopState = (typeof STOP_STATES)[number];

/** How exactly the place of a stop is known: `district` and `province` are only the middle of a town. */
export const PRECISIONS = ['point', 'district', 'province'] as const satisfies readonly GeocodePrecision[];

/** Why an order is in no route. */
export const UNASSIGNED_REASONS = [
  'ORDER_UNKNOWN',
  'ORDER_ENDED',
  'ORDER_STATE',
  'ATTEMPTS_EXHAUSTED',
  'ON_OPEN_ROUTE',
  'NO_COORDINATES',
  'OUTSIDE_PERU',
  'ADDRESS_UNCERTAIN',
  'UNREACHABLE',
  'WINDOW_UNREACHABLE',
  'CAPACITY',
  'SKILL',
  'SHIFT',
] as const;
export type UnassignedReason = (typeof UNASSIGNED_REASONS)[number];
