import { QUEUES, STREAM_SOURCE } from '../src/messaging/queues';
import type { HandlerName } from './stages';

/** API Gateway gives up after 29 s; a longer function would answer nobody. */
const API_TIMEOUT_SECONDS = 29;

/** Seconds after which Lambda ends an execution. */
export const TIMEOUT_SECONDS: Readonly<Record<HandlerName, number>> = {
  api: API_TIMEOUT_SECONDS,
  notifications: QUEUES.notifications.consumer.timeoutSeconds,
  'order-intake': QUEUES.orders.consumer.timeoutSeconds,
  stream: STREAM_SOURCE.timeoutSeconds,
  plans: QUEUES.plans.consumer.timeoutSeconds,
};
