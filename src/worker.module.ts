import { DynamicModule, INestApplicationContext, Module, NestApplicationOptions, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObservabilityModule } from './observability/observability.module';
import { AppLogger } from './observability/logger';
import type { Environment } from './config/config';
import { ConfigModule } from './config/config.module';
import { MessagingModule } from './messaging/messaging.module';

/** Provides what every queue and stream handler needs. Each names the rest itself, or its bundle would hold what others use. */
@Module({})
export class WorkerModule {
  static for(environment: Environment, modules: readonly Type[]): DynamicModule {
    return {
      module: WorkerModule,
      imports: [ConfigModule.for(environment), ObservabilityModule, MessagingModule, ...modules],
    };
  }
}

/** Composes the application of a handler of queues or streams. @throws Error with one line that names what is wrong in the configuration. */
export async function bootstrapWorker(
  environment: Environment,
  ...modules: readonly Type[]
): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(WorkerModule.for(environment, modules), OPTIONS);
  app.useLogger(app.get(AppLogger));
  return app;
}

/** Errors of the configuration are thrown, so that the caller can print one line, instead of ending the process. */
const OPTIONS: NestApplicationOptions = { bufferLogs: true, abortOnError: false };
