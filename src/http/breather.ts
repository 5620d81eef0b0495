import { setImmediate as nextTurn } from 'node:timers/promises';
import { unavailable } from '../kernel/errors';
import { currentScope } from '../observability/scope';

/** Milliseconds that work holds the event loop at a time: other requests of the process wait no longer than this, and one step of it. */
const TURN_MS = 20;

/** Lets work of any length share the event loop by time, whatever its steps cost, and ends it at the request's deadline. */
export class Breather {
  private since: number;

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly turn: () => Promise<unknown> = () => nextTurn(),
  ) {
    this.since = now();
  }

  /**
   * Pauses for others where this turn has lasted its time. To be called after each step.
   *
   * @throws DinexError `unavailable` where the deadline has passed.
   */
  async breathe(): Promise<void> {
    if (this.now() - this.since < TURN_MS) return;
    await this.turn();
    if (currentScope()?.signal.aborted === true)
      throw unavailable('The file could not be read within the time of a request; send it in parts.');
    this.since = this.now();
  }
}
