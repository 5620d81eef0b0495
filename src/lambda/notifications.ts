import type { INestApplicationContext } from '@nestjs/common';
import { lazyHandler } from './lazy-handler';
import { readEnvironment } from '../config/environment';
import { withSecrets } from '../config/secrets';
import { DatabaseModule } from '../database/database.module';
import { queueHandler } from '../messaging/queue-handler';
import { NotificationsModule } from '../notifications/notifications.module';
import { NotificationsService } from '../notifications/notifications.service';
import { readParcelEvent } from '../orders/orders.events';
import { bootstrapWorker } from '../worker.module';

/** The consumer of the notifications queue: tells people of one event each. */
export function createNotificationsHandler(app: INestApplicationContext) {
  const service = app.get(NotificationsService);
  return queueHandler(app, 'notifications', { handle: (message) => service.notify(readParcelEvent(message)) });
}

export const { handler, prepare } = lazyHandler(async () =>
  createNotificationsHandler(
    await bootstrapWorker(await withSecrets(readEnvironment()), DatabaseModule, NotificationsModule),
  ),
);
