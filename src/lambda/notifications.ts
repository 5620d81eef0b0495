import type { INestApplicationContext } from '@nestjs/common';
import { lazyHandler } from './lazy-handler';
import { tellStart } from './tell-start';
import { readEnvironment } from '../config/environment';
import { withSecrets } from '../config/secrets';
import { DatabaseModule } from '../database/database.module';
import { queueHandler } from '../messaging/queue-handler';
import { NotificationsModule } from '../notifications/notifications.module';
import { NotificationsService } from '../notifications/notifications.service';
import { readPostponement } from '../notifications/postponement';
import { readParcelEvent } from '../orders/orders.events';
import { bootstrapWorker } from '../worker.module';

/** Makes the consumer of the notifications queue, which tells people of one event a message. */
export function createNotificationsHandler(app: INestApplicationContext) {
  const service = app.get(NotificationsService);
  return queueHandler(app, 'notifications', {
    handle: (message) => service.notify(readParcelEvent(message), readPostponement(message)),
  });
}

export const { handler, prepare } = lazyHandler(async (start) =>
  createNotificationsHandler(
    tellStart(start, await bootstrapWorker(await withSecrets(readEnvironment()), DatabaseModule, NotificationsModule)),
  ),
);
