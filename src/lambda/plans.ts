import type { INestApplicationContext } from '@nestjs/common';
import { lazyHandler } from './lazy-handler';
import { tellStart } from './tell-start';
import { insideLambda, readEnvironment } from '../config/environment';
import { DatabaseModule } from '../database/database.module';
import { queueHandler } from '../messaging/queue-handler';
import { readPlanQueued } from '../routes/plans/plans.events';
import { PlanRuns, SupersededError } from '../routes/plans/plan-runs.service';
import { PlansModule } from '../routes/plans/plans.module';
import { startPlannerEarly } from '../routes/planning/solver';
import { bootstrapWorker } from '../worker.module';

/** Makes the consumer of the plans queue, which makes the fleet plans that take longer than a request may. */
export function createPlansHandler(app: INestApplicationContext) {
  const runs = app.get(PlanRuns);
  return queueHandler(app, 'plans', {
    handle: (message) => runs.run(readPlanQueued(message).plan_id),
    // Whoever asks for the plan must not wait for ever.
    lastTryFailed: async (message, error) => {
      if (error instanceof SupersededError) return;
      await runs.fail(readPlanQueued(message).plan_id, 'The plan could not be made.');
    },
  });
}

/** Whoever starts this function has a plan to make: its thread warms up while Nest is put together and orders are read. */
if (insideLambda()) startPlannerEarly();

export const { handler, prepare } = lazyHandler(async (start) =>
  createPlansHandler(tellStart(start, await bootstrapWorker(readEnvironment(), DatabaseModule, PlansModule))),
);
