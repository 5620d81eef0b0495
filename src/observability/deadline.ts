import { AsyncLocalStorage } from 'node:async_hooks';
import { CallTally } from '../aws/call-tally';

/** What every call that one request makes shares: until when it may take, and the id that its log lines carry. */
export interface RequestScope {
  readonly correlationId: string;
  readonly signal: AbortSignal;
  readonly calls: CallTally;
}

const storage = new AsyncLocalStorage<RequestScope>();

/** Runs `work` under one deadline; calls to stores made inside it are aborted when it passes. */
export async function withDeadline<T>(milliseconds: number, correlationId: string, work: () => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new DOMException('The request took longer than its deadline.', 'TimeoutError'));
  }, milliseconds);
  try {
    return await storage.run({ correlationId, signal: controller.signal, calls: new CallTally() }, work);
  } finally {
    clearTimeout(timer);
  }
}

export const currentScope = (): RequestScope | undefined => storage.getStore();
