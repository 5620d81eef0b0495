import type { AlarmRule, Watched } from './alarm-rule';
import { messageAlarms } from './message-alarms';
import { furtherQueueAlarms, queueAlarms } from './queue-alarms';
import { furtherRequestAlarms, requestAlarms } from './request-alarms';
import { rollbackRules } from './rollback-alarms';
import { storeAlarms } from './store-alarms';
import { furtherWorkerAlarms, workerAlarms } from './worker-alarms';

/** Returns every alarm of a stage: the basic ones for all, and what watches the blind spots where people rely on the stage. */
export function alarmRules(watched: Watched): AlarmRule[] {
  const { deployment, handlers } = watched;
  const always = [requestAlarms, workerAlarms, storeAlarms, queueAlarms];
  const further = [furtherRequestAlarms, furtherWorkerAlarms, furtherQueueAlarms, messageAlarms];
  const kinds = deployment.config.alarms === 'all' ? [...always, ...further] : always;
  return [
    ...kinds.flatMap((kind) => kind(watched)),
    ...(deployment.config.canary ? handlers.flatMap((handler) => rollbackRules(deployment, handler)) : []),
  ];
}
