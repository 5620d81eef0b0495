import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { plan } from '../../planner/plan';
import {
  InvalidProblemError,
  type Plan,
  type PlanningOptions,
  type PlanningProblem,
} from '../../planner/model/problem';

export interface PlanTask {
  readonly id: number;
  readonly problem: PlanningProblem;
  readonly options: PlanningOptions;
}

/** What a worker is started with. */
export interface WorkerTerms {
  readonly warmUp: boolean;
}

/**
 * Errors cross a thread boundary as plain `Error`s: what makes one an `InvalidProblemError` is sent beside. `warm`, unasked,
 * says that the warm-up is over.
 */
export type PlanReply =
  | 'warm'
  | { readonly id: number; readonly plan: Plan }
  | { readonly id: number; readonly invalid: { readonly message: string; readonly path: string } }
  | { readonly id: number; readonly failed: { readonly message: string } };

interface Pending {
  readonly resolve: (plan: Plan) => void;
  readonly reject: (error: Error) => void;
}

export interface PlannerPoolOptions {
  /** The compiled `worker.js`, or the bundle's own file for it. Missing: plans are made on the calling thread. */
  readonly workerFile: string;
  /** The most that the worker's heap may take, in MB; 1,000 stops need less. */
  readonly maxHeapMb?: number;
}

/**
 * Plans in one worker thread, started with the first plan or by `start` and kept, so that its code stays compiled: other
 * requests go on meanwhile. One thread is enough where there is one core; plans queue up in it. If the worker dies, the plans
 * it held fail and the next one starts another. A worker at rest does not keep the process alive.
 */
export class PlannerPool {
  private thread: PlannerThread | undefined;
  private warmsUp = false;

  constructor(private readonly options: PlannerPoolOptions) {}

  /**
   * Starts the worker before there is anything to plan and warms it up: some two seconds of CPU, in pieces between which
   * plans are made, so for processes that have them to spare. Resolves when it is warm, or will not be; nobody has to wait.
   */
  async start(): Promise<void> {
    this.warmsUp = true;
    await this.running()?.warm;
  }

  /** Returns the plan of a problem. @throws InvalidProblemError; Error when the thread ends. */
  async plan(problem: PlanningProblem, options: PlanningOptions): Promise<Plan> {
    const thread = this.running();
    if (thread !== undefined) return thread.plan(problem, options);
    // What was due before this plan gets its turn first; a blocked loop is then the price of a missing file.
    await new Promise((resolve) => setImmediate(resolve));
    return plan(problem, options);
  }

  /** Ends the worker; plans under way fail. */
  async close(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    await thread?.stop();
  }

  private running(): PlannerThread | undefined {
    if (this.thread?.alive !== true) this.thread = PlannerThread.start(this.options, { warmUp: this.warmsUp });
    return this.thread;
  }
}

class PlannerThread {
  alive = true;
  /** Fulfilled when the warm-up is over, or the thread. */
  readonly warm: Promise<void>;
  private endWarmUp = (): void => undefined;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  static start(
    { workerFile, maxHeapMb = 192 }: PlannerPoolOptions,
    workerData: WorkerTerms,
  ): PlannerThread | undefined {
    if (!existsSync(workerFile)) return undefined;
    const resourceLimits = { maxOldGenerationSizeMb: maxHeapMb };
    return new PlannerThread(new Worker(workerFile, { workerData, resourceLimits }));
  }

  private constructor(private readonly worker: Worker) {
    this.warm = new Promise((resolve) => (this.endWarmUp = resolve));
    worker.on('message', (reply: PlanReply) => {
      this.receive(reply);
    });
    worker.on('error', (error: Error) => {
      this.end(error);
    });
    worker.on('exit', () => {
      this.end(new Error('the planner was stopped'));
    });
    // Last, since adding a listener for messages takes it back.
    worker.unref();
  }

  plan(problem: PlanningProblem, options: PlanningOptions): Promise<Plan> {
    const id = ++this.lastId;
    return new Promise<Plan>((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.ref();
      try {
        this.worker.postMessage({ id, problem, options } satisfies PlanTask);
      } catch (error) {
        this.take(id)?.reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private receive(reply: PlanReply): void {
    if (reply === 'warm') {
      this.endWarmUp();
      return;
    }
    const waiting = this.take(reply.id);
    if ('plan' in reply) waiting?.resolve(reply.plan);
    else if ('invalid' in reply) waiting?.reject(new InvalidProblemError(reply.invalid.message, reply.invalid.path));
    else waiting?.reject(new Error(reply.failed.message));
  }

  private take(id: number): Pending | undefined {
    const waiting = this.pending.get(id);
    this.pending.delete(id);
    if (this.pending.size === 0) this.worker.unref();
    return waiting;
  }

  private end(error: Error): void {
    this.alive = false;
    this.endWarmUp();
    for (const id of [...this.pending.keys()]) this.take(id)?.reject(error);
  }
}
