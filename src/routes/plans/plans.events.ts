import { oneOfIn, textIn } from '../../kernel/untrusted';
import type { Image, TableStream } from '../../messaging/table-stream';
import { PLAN_STATUSES } from './plan-statuses';

/** Tells the consumer of the plans queue which plan waits. */
export interface PlanQueued {
  readonly plan_id: string;
}

/** The message that a change of a plan means: only one that was stored to wait has any. */
export function planQueued(before: Image | undefined, after: Image): PlanQueued | undefined {
  if (before !== undefined || oneOfIn(after, 'status', PLAN_STATUSES) !== 'QUEUED') return undefined;
  return { plan_id: textIn(after, 'plan_id') };
}

/** @throws Error that names the field which keeps a message from being a `PlanQueued`. */
export const readPlanQueued = (message: Readonly<Record<string, unknown>>): PlanQueued => ({
  plan_id: textIn(message, 'plan_id'),
});

/** What the relay tells of the plans table. */
export const plansStream: TableStream = {
  table: 'plans',
  messagesOf: ({ before, after }) => {
    const queued = planQueued(before, after);
    return queued === undefined ? [] : [{ to: 'plans', body: queued }];
  },
};
