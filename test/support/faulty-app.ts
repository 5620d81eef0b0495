import { TestApp, useApp } from './app';
import type { FaultProxy } from './fault-proxy';
import { FaultyEndpoints, startFaultProxies } from './faulty-platform';

export interface FaultyApp extends TestApp {
  /** What stands between the application and its stores; `environment` leads to the stores themselves. */
  readonly stores: FaultyEndpoints;
}

/** The HTTP application whose every call to a store meets what the test says: call at the top level. */
export function useFaultyApp(variables: Record<string, string> = {}): FaultyApp {
  let stores: FaultyEndpoints | undefined;
  const running = (): FaultyEndpoints => {
    if (stores === undefined) throw new Error('The stores run inside tests and their hooks only.');
    return stores;
  };
  const app = useApp(variables, async (environment) => {
    stores = await startFaultProxies(environment);
    return stores.environment;
  });
  afterEach(() => {
    running().heal();
  });
  afterAll(async () => {
    await stores?.stop();
  });
  return Object.defineProperties({ stores: running } as unknown as FaultyApp, {
    ...Object.getOwnPropertyDescriptors(app),
    stores: { get: running },
  });
}

/** The call with which the caller dies: not sent, or done and never answered. */
type Death = 'before' | 'after';

/** Lets the nth call from now on be the last that its caller makes, as a process does that is killed there. */
function dieAt(proxy: FaultProxy, nth: number, death: Death): void {
  const first = proxy.calls.length + nth;
  if (death === 'after') proxy.next(() => proxy.calls.length === first, { kind: 'lose-reply', by: 'reset' });
  proxy.always(() => proxy.calls.length >= first, { kind: 'reset' });
}

/**
 * Does `work` once for each call that it makes, dying before and after it. How many there are shows itself: `work` returns whether it
 * outlived its death, which it does when it makes fewer calls.
 *
 * @returns the number of calls.
 */
export async function dieAtEachCall(
  proxy: FaultProxy,
  work: (nth: number, death: Death) => Promise<boolean>,
): Promise<number> {
  for (let nth = 1; ; nth++)
    for (const death of ['before', 'after'] as const) {
      dieAt(proxy, nth, death);
      if (await work(nth, death)) return nth - 1;
    }
}

/** Says whether a request outlived its death, by the status of its answer; one that died is 503. */
export function outlived(status: number): boolean {
  if (status >= 300) expect(status).toBe(503);
  return status < 300;
}
