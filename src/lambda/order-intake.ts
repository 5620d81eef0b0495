import type { INestApplicationContext } from '@nestjs/common';
import { lazyHandler } from './lazy-handler';
import { tellStart } from './tell-start';
import { readEnvironment } from '../config/environment';
import { DatabaseModule } from '../database/database.module';
import { queueHandler } from '../messaging/queue-handler';
import { ImportIntake } from '../orders/imports/import-intake.service';
import { readChunkMessage } from '../orders/imports/imports.events';
import { OrdersModule } from '../orders/orders.module';
import { bootstrapWorker } from '../worker.module';

/** Makes the consumer of the orders queue, which makes the orders of one chunk of an import a message. */
export function createOrderIntakeHandler(app: INestApplicationContext) {
  const intake = app.get(ImportIntake);
  return queueHandler(app, 'orders', { handle: (message) => intake.take(readChunkMessage(message)) });
}

export const { handler, prepare } = lazyHandler(async (start) =>
  createOrderIntakeHandler(tellStart(start, await bootstrapWorker(readEnvironment(), DatabaseModule, OrdersModule))),
);
