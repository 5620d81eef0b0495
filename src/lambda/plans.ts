import type { INestApplicationContext } from '@nestjs/common';
import { withDeadline } from '../observability/scope';
import { lazyHandler } from './lazy-handler';
import { insideLambda, readEnvironment } from '../config/environment';
import { DatabaseModule } from '../database/database.module';
import { queueHandler } from '../messaging/queue-handler';
import { QUEUES } from '../messaging/queues';
import { SupersededError } from '../routes/assignment/assignment.service';
import { readPlanQueued } from '../routes/plans/plans.events';
import { PlansService } from '../routes/plans/plans.service';
import { PlansModule } from '../routes/plans/plans.module';
import { startPlannerEarly } from '../routes/planning/solver';
import { bootstrapWorker } from '../worker.module';

const { consumer, deadLetter } = QUEUES.plans;

/** Leaves some of the function's time to say what went wrong. */
const DEADLINE_MS = (consumer.timeoutSeconds - 5) * 1_000;

/** The consumer of the plans queue: makes the fleet plans that take longer than a request may. */
export function createPlansHandler(app: INestApplicationContext) {
  const plans = app.get(PlansService);
  return queueHandler(app, 'plans', async (message, attempt) => {
    const { plan_id } = readPlanQueued(message);
    try {
      await withDeadline(DEADLINE_MS, plan_id, () => plans.run(plan_id));
    } catch (error) {
      // Whoever asks for the plan must not wait for ever; the message itself goes to the dead letters.
      if (attempt >= deadLetter.maxReceiveCount && !(error instanceof SupersededError))
        await plans.fail(plan_id, 'The plan could not be made.');
      throw error;
    }
  });
}

/** Whoever starts this function has a plan to make: its thread warms up while Nest is put together and orders are read. */
if (insideLambda()) startPlannerEarly();

export const { handler, prepare } = lazyHandler(async () =>
  createPlansHandler(await bootstrapWorker(readEnvironment(), DatabaseModule, PlansModule)),
);
