import { DynamicModule, INestApplicationContext, Module, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommonModule } from './common/common.module';
import { AppLogger } from './common/logger';
import type { Environment } from './config/config';
import { ConfigModule } from './config/config.module';
import { DatabaseModule } from './database/database.module';
import { MessagingModule } from './messaging/messaging.module';
import { NotificationsModule } from './notifications/notifications.module';
import { OrdersModule } from './orders/orders.module';
import { RoutesModule } from './routes/routes.module';

/** What the queue and stream handlers need: services, no controllers. */
@Module({})
export class WorkerModule {
  static for(environment: Environment): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.for(environment),
        CommonModule,
        DatabaseModule,
        MessagingModule,
        OrdersModule,
        NotificationsModule,
        RoutesModule,
      ],
    };
  }
}

/** The composition root of every handler but the HTTP one. */
export async function bootstrapWorker(environment: Environment): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(WorkerModule.for(environment), OPTIONS);
  app.useLogger(app.get(AppLogger));
  return app;
}

/** A wrong configuration is thrown, to be told in one line, instead of ending the process. */
const OPTIONS: NestApplicationOptions = { bufferLogs: true, abortOnError: false };
