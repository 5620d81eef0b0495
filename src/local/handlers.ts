import type { INestApplicationContext } from '@nestjs/common';
import type { Environment } from '../config/config';
import { DatabaseModule } from '../database/database.module';
import { createNotificationsHandler } from '../lambda/notifications';
import { createOrderIntakeHandler } from '../lambda/order-intake';
import { createPlansHandler } from '../lambda/plans';
import { createStreamHandler } from '../lambda/stream';
import { NotificationsModule } from '../notifications/notifications.module';
import { PlansModule } from '../routes/plans/plans.module';
import { bootstrapWorker } from '../worker.module';
import type { Handlers } from './event-sources';

/** Makes the handlers of `src/lambda` over one worker application. */
export async function localHandlers(
  environment: Environment,
): Promise<Handlers & { readonly worker: INestApplicationContext }> {
  const worker = await bootstrapWorker(environment, DatabaseModule, NotificationsModule, PlansModule);
  return {
    worker,
    stream: () => createStreamHandler(worker),
    queues: {
      notifications: () => createNotificationsHandler(worker),
      'order-intake': () => createOrderIntakeHandler(worker),
      plans: () => createPlansHandler(worker),
    },
  };
}
