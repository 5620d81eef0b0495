import { DynamicModule, Module } from '@nestjs/common';
import { ConfigModule as NestConfigModule, ConfigService } from '@nestjs/config';
import { Config, Environment, loadConfig } from './config';

/** Makes the validated `Config` injectable everywhere; the only place that is handed the environment. */
@Module({})
export class ConfigModule {
  static for(environment: Environment): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      imports: [
        NestConfigModule.forRoot({
          ignoreEnvFile: true,
          ignoreEnvVars: true,
          skipProcessEnv: true,
          load: [() => ({ config: loadConfig(environment) })],
        }),
      ],
      providers: [
        {
          provide: Config,
          inject: [ConfigService],
          useFactory: (service: ConfigService) => service.getOrThrow<Config>('config'),
        },
      ],
      exports: [Config],
    };
  }
}
