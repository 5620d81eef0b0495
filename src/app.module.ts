import { DynamicModule, Module } from '@nestjs/common';
import { HttpModule } from './common/http.module';
import { ConfigModule } from './config/config.module';
import type { Environment } from './config/config';
import { DatabaseModule } from './database/database.module';

/** The HTTP application. */
@Module({})
export class AppModule {
  static for(environment: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.for(environment), HttpModule, DatabaseModule],
    };
  }
}
