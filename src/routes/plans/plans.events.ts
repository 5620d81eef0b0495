import { filledText, objectOf, oneOf, optional, pick, Shape } from '../../kernel/shape';
import type { Image, TableStream } from '../../messaging/table-stream';
import { PLAN_STATUSES, PlanStatus } from './plan-statuses';

/** Tells the consumer of the plans queue which plan waits. */
export interface PlanQueued {
  readonly plan_id: string;
  readonly correlation_id?: string;
}

const QUEUED: Shape<PlanQueued> = { plan_id: filledText, correlation_id: optional(filledText) };
const readQueued = objectOf(QUEUED);
const readStatus = objectOf<{ readonly status: PlanStatus }>({ status: oneOf(PLAN_STATUSES) });

/** Returns the message that a change of a plan means: only a plan that was stored to wait has one. */
export function planQueued(before: Image | undefined, after: Image): PlanQueued | undefined {
  if (before !== undefined || readStatus(after).status !== 'QUEUED') return undefined;
  return readPlanQueued(after);
}

/**
 * Returns a message as the plan that it names; fields of a later version are left out.
 *
 * @throws Misfit that names the field which keeps it from being one.
 */
export const readPlanQueued = (message: unknown): PlanQueued => pick(QUEUED, readQueued(message));

/** Tells the relay what changes of the plans table mean. */
export const plansStream: TableStream = {
  table: 'plans',
  messagesOf: ({ before, after }) => {
    const queued = planQueued(before, after);
    return queued === undefined ? [] : [{ to: 'plans', body: queued }];
  },
};
