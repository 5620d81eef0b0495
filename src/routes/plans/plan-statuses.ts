/** The states of a plan, from its request to its end. */
export const PLAN_STATUSES = ['QUEUED', 'RUNNING', 'DONE', 'FAILED'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];
