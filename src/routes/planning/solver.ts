import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { join } from 'node:path';
import { PlannerPool } from './planner-pool';
import type { Plan, PlanningOptions, PlanningProblem } from '../../planner/model/problem';

/**
 * The thread's file: beside the handler in a Lambda bundle, beside this file where the compiler puts it. Without it plans are made
 * on the calling thread.
 */
const WORKER_FILE = join(__dirname, 'worker.js');

const newPool = (): PlannerPool => new PlannerPool({ workerFile: WORKER_FILE });

let early: PlannerPool | undefined;

/** Starts the thread of the next `Solver` and warms it up, for a process that will plan but is not put together yet. */
export function startPlannerEarly(): void {
  early = newPool();
  void early.start();
}

/** Runs the planner in a thread of its own, so that other requests go on meanwhile. */
@Injectable()
export class Solver implements OnApplicationShutdown {
  private readonly pool: PlannerPool;

  constructor() {
    this.pool = early ?? newPool();
    early = undefined;
  }

  /** Starts the thread and warms it up, before there is anything to plan. */
  start(): Promise<void> {
    return this.pool.start();
  }

  /** Returns the plan of a problem. @throws InvalidProblemError; Error when the thread ends. */
  solve(problem: PlanningProblem, options: PlanningOptions): Promise<Plan> {
    return this.pool.plan(problem, options);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}
