/** The thread behind `PlannerPool`: makes one plan after the other. It is an entry point of its own, also in a bundle. */
import { parentPort, workerData } from 'node:worker_threads';
import { plan } from '../../planner/plan';
import type { PlanReply, PlanTask, WorkerTerms } from './planner-pool';
import { InvalidProblemError } from '../../planner/model/problem';
import { warmUp } from '../../planner/warm-up';

parentPort?.on('message', (task: PlanTask) => {
  parentPort?.postMessage(replyTo(task));
});

// The pool gives the terms; a thread that a test starts by hand has none.
if ((workerData as WorkerTerms | null)?.warmUp === true) goOn(warmUp());

/** Takes one exercise a turn of the event loop, so that a request waits for one at most. */
function goOn(course: Generator<void, void>): void {
  setImmediate(() => {
    if (course.next().done === true) parentPort?.postMessage('warm' satisfies PlanReply);
    else goOn(course);
  });
}

function replyTo({ id, problem, options }: PlanTask): PlanReply {
  try {
    return { id, plan: plan(problem, options) };
  } catch (error) {
    if (error instanceof InvalidProblemError) return { id, invalid: { message: error.message, path: error.path } };
    return { id, failed: { message: error instanceof Error ? error.message : String(error) } };
  }
}
