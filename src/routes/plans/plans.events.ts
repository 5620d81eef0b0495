import { oneOfIn, optionalTextIn, textIn } from '../../kernel/untrusted';
import type { Image, TableStream } from '../../messaging/table-stream';
import { PLAN_STATUSES } from './plan-statuses';

/** Tells the consumer of the plans queue which plan waits. */
export interface PlanQueued {
  readonly plan_id: string;
  readonly correlation_id?: string;
}

/** Returns the message that a change of a plan means: only a plan that was stored to wait has one. */
export function planQueued(before: Image | undefined, after: Image): PlanQueued | undefined {
  if (before !== undefined || oneOfIn(after, 'status', PLAN_STATUSES) !== 'QUEUED') return undefined;
  return { plan_id: textIn(after, 'plan_id'), ...optionalTextIn(after, 'correlation_id') };
}

/** Returns a message of the plans queue. @throws Error that names the field which is missing. */
export const readPlanQueued = (message: Readonly<Record<string, unknown>>): PlanQueued => ({
  plan_id: textIn(message, 'plan_id'),
  ...optionalTextIn(message, 'correlation_id'),
});

/** Tells the relay what changes of the plans table mean. */
export const plansStream: TableStream = {
  table: 'plans',
  messagesOf: ({ before, after }) => {
    const queued = planQueued(before, after);
    return queued === undefined ? [] : [{ to: 'plans', body: queued }];
  },
};
