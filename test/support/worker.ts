import { LOCAL_OPERATOR } from '../../src/access/principal';
import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '../../src/kernel/clock';
import { DatabaseModule } from '../../src/database/database.module';
import { NotificationsModule } from '../../src/notifications/notifications.module';
import type { Order } from '../../src/orders/order';
import { OrdersService } from '../../src/orders/orders.service';
import { DayModule } from '../../src/routes/day/day.module';
import { PlansModule } from '../../src/routes/plans/plans.module';
import { bootstrapWorker } from '../../src/worker.module';
import { orderInput } from '../factories/orders';
import { TestClock } from './app';
import { PATIENT } from './patience';

/** A worker, as a Lambda of ours boots it, with a clock that tests move; `end` it after use. */
export interface Worker {
  readonly app: INestApplicationContext;
  readonly clock: TestClock;
  /** A stored order. */
  order(changes?: Record<string, unknown>): Promise<Order>;
  end(): Promise<void>;
}

export async function startWorker(environment: Readonly<Record<string, string>>): Promise<Worker> {
  const app = await bootstrapWorker(
    { ...PATIENT, LOG_LEVEL: 'SILENT', METRICS: 'off', WORKING_DAY_HOURS: '24', ...environment },
    DatabaseModule,
    NotificationsModule,
    PlansModule,
    DayModule,
  );
  const clock = new TestClock();
  app.get(Clock).now = () => clock.now();
  const orders = app.get(OrdersService);
  return {
    app,
    clock,
    order: async (changes = {}) => {
      const input = orderInput({ metadata: {}, ...changes });
      const { order_id } = await orders.create(LOCAL_OPERATOR, input);
      return orders.get(order_id);
    },
    end: () => app.close(),
  };
}
