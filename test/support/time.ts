const TICK_MS = 10;

/**
 * Starts a clock that counts turns of this process's event loop, and returns what stops it and returns its milliseconds. While the
 * machine works for others it stands still, so that a limit on it holds on a busy machine as on an idle one.
 */
export function startLoopClock(): () => number {
  let elapsed = 0;
  const timer = setInterval(() => (elapsed += TICK_MS), TICK_MS);
  return () => {
    clearInterval(timer);
    return elapsed;
  };
}

/** Returns the processor milliseconds that this process has spent on `work`, whatever else the machine did meanwhile. */
export async function cpuMillisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const REAL = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
] as const;

/** Does `work` while `Date` and time-outs stand still and move only by `advance`; sockets go on. */
export async function withStoppedClock(
  work: (advance: (milliseconds: number) => void) => Promise<void>,
): Promise<void> {
  jest.useFakeTimers({ doNotFake: [...REAL] });
  try {
    await work((milliseconds) => {
      jest.advanceTimersByTime(milliseconds);
    });
  } finally {
    jest.useRealTimers();
  }
}
