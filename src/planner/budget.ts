import { isMainThread } from 'node:worker_threads';
import type { PlanningOptions } from './model/problem';

/**
 * Returns the CPU milliseconds used so far. On the main thread those of the whole process, so that what V8's compiler and collector
 * threads spend on a plan is paid by the plan; in a worker those of the worker alone, as the process serves other requests meanwhile.
 */
export function cpuMilliseconds(): number {
  const used = isMainThread ? process.cpuUsage() : process.threadCpuUsage();
  return (used.user + used.system) / 1000;
}

/** CPU milliseconds between two readings of the clock: a reading takes as long as several moves, on virtual machines as dozens. */
const POLL_EVERY_MS = 1;

/**
 * What one call of the planner may still spend. A search calls `next()` before each of its iterations and stops at `false`.
 * With `maxIterations` the clock is not consulted for anything, or two runs on one input could differ.
 */
export class Budget {
  readonly startedAt = cpuMilliseconds();
  private readonly startedOnWall = performance.now();
  /** Infinity with `maxIterations`. */
  readonly limitMs: number;
  private readonly wallLimitMs: number;
  private readonly maxIterations: number;
  private done = 0;
  private stride = 1;
  private pollAt = 0;
  private polledMs = 0;
  private polledIteration = 0;
  private stopped = false;

  /** `reserveMs` is kept back for the work that follows the search: schedules and totals. */
  constructor(options: PlanningOptions, reserveMs = 0) {
    this.maxIterations = options.maxIterations ?? Infinity;
    this.limitMs = options.maxIterations === undefined ? Math.max(0, options.timeLimitMs - reserveMs) : Infinity;
    this.wallLimitMs = options.wallLimitMs ?? Infinity;
  }

  /** Iterations begun so far, over all phases that share this budget. */
  get iterations(): number {
    return this.done;
  }

  /** Counts one iteration and says whether it may run. */
  next(): boolean {
    if (this.stopped || this.done >= this.maxIterations) return false;
    if (this.done >= this.pollAt && this.limitMs !== Infinity && !this.poll()) return false;
    this.done++;
    return true;
  }

  /** Reads the clock: for loops whose single steps are long. */
  exhausted(): boolean {
    if (this.limitMs !== Infinity && this.spentMs() >= this.limitMs) this.stopped = true;
    return this.stopped || this.done >= this.maxIterations;
  }

  elapsedMs(): number {
    return cpuMilliseconds() - this.startedAt;
  }

  /** The share of time or of iterations that is used, 0 to 1, as of the last reading: for cooling schedules. */
  get fraction(): number {
    const part = this.limitMs === Infinity ? this.done / this.maxIterations : this.polledMs / this.limitMs;
    return Number.isNaN(part) ? 0 : Math.min(1, part);
  }

  /** Returns milliseconds of the limit used, by CPU or, where that is scarce, by the clock on the wall, so that a search cools down by either. */
  private spentMs(): number {
    if (this.wallLimitMs === Infinity) return this.elapsedMs();
    const onWall = performance.now() - this.startedOnWall;
    return Math.max(this.elapsedMs(), this.limitMs * (onWall / this.wallLimitMs));
  }

  private poll(): boolean {
    const elapsed = this.spentMs();
    if (elapsed >= this.limitMs) this.stopped = true;
    const perIteration = (elapsed - this.polledMs) / Math.max(1, this.done - this.polledIteration);
    // At most doubled from one reading to the next: the first iterations, not yet compiled, say little of the later ones.
    const wanted = perIteration > 0 ? POLL_EVERY_MS / perIteration : this.stride * 2;
    this.stride = Math.max(1, Math.min(this.stride * 2, Math.floor(wanted)));
    this.polledMs = elapsed;
    this.polledIteration = this.done;
    this.pollAt = this.done + this.stride;
    return !this.stopped;
  }
}
