import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../database/retry';

/** Reports what went wrong in the background, where no caller waits for a result. */
export type ReportFailure = (message: string, error: unknown) => void;

/** No caller waits here, so a store that stays away is asked less often than within a request. */
const LONGEST_PAUSE_MS = 10_000;

/** What the loops of one event source share: whether to go on, and pauses that a stop cuts short. */
export class LoopControl {
  private readonly controller = new AbortController();

  get stopping(): boolean {
    return this.controller.signal.aborted;
  }

  stop(): void {
    this.controller.abort();
  }

  async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.controller.signal }).catch(() => undefined);
  }

  async backOff(failures: number): Promise<void> {
    await this.pause(backoffMs(failures, LONGEST_PAUSE_MS));
  }

  /** Repeats `step` until it says 'done' or a stop; a failing step is reported once in a row and repeated after a pause. */
  async repeat(what: string, report: ReportFailure, step: () => Promise<'done' | 'more'>): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      try {
        if ((await step()) === 'done') return;
        failures = 0;
      } catch (error) {
        if (failures === 0) report(what, error);
        await this.backOff(++failures);
      }
    }
  }
}
