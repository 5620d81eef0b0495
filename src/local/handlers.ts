import type { Environment } from '../config/config';
import type { Handlers } from './event-sources';

/** The handlers of `src/lambda` over one worker application. */
export function localHandlers(_environment: Environment): Promise<Handlers & { close(): Promise<void> }> {
  return Promise.resolve({ queues: {}, close: () => Promise.resolve() });
}
