/** The thread behind `PlannerPool`: answers each request in turn. Its own entry point, also in a bundle. */
import { parentPort } from 'node:worker_threads';
import { plan } from './plan';
import type { PlanReply, PlanRequest } from './planner-pool';
import { InvalidProblemError } from './problem';

parentPort?.on('message', (request: PlanRequest) => {
  parentPort?.postMessage(answer(request));
});

function answer({ id, problem, options }: PlanRequest): PlanReply {
  try {
    return { id, plan: plan(problem, options) };
  } catch (error) {
    if (error instanceof InvalidProblemError) return { id, invalid: { message: error.message, path: error.path } };
    return { id, failed: { message: error instanceof Error ? error.message : String(error) } };
  }
}
