import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { checkPlan } from '../../src/planner/model/checker';
import { oneVehicleProblem, planeMatrix } from '../../src/planner/model/problem.fixture';
import type { PlanReply, PlanTask, WorkerTerms } from '../../src/routes/planning/planner-pool';

/** Those that make plans; without the file beside it a handler would plan on its only thread, without a word. */
const PLANNING = ['api', 'plans'];

const threadOf = (name: string): string => resolve('dist-lambda', name, 'worker.js');

function replyOf(file: string, task: PlanTask): Promise<PlanReply> {
  const worker = new Worker(file, { workerData: { warmUp: false } satisfies WorkerTerms });
  return new Promise<PlanReply>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}

describe("the planner's thread", () => {
  it('is a file beside the handlers that plan, and beside no other', () => {
    expect(readdirSync('dist-lambda').filter((name) => existsSync(threadOf(name)))).toEqual(PLANNING);
  });

  it.each(PLANNING)('makes plans from the one file in the bundle of %s', async (name) => {
    const problem = oneVehicleProblem(
      planeMatrix([
        [0, 0],
        [3, 4],
        [6, 8],
      ]),
    );
    const reply = await replyOf(threadOf(name), { id: 7, problem, options: { timeLimitMs: 20 } });
    expect(reply).toMatchObject({ id: 7, plan: { unassigned: [] } });
    if (typeof reply === 'object' && 'plan' in reply) expect(checkPlan(problem, reply.plan)).toEqual([]);
  });
});
