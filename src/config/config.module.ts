import { DynamicModule, Module } from '@nestjs/common';
import { ConfigModule as NestConfigModule, ConfigService } from '@nestjs/config';
import { Clock } from '../kernel/clock';
import { Config, Environment, loadConfig } from './config';

/** Makes injectable everywhere what the program takes from its surroundings: the validated settings, and the time. */
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
        Clock,
        {
          provide: Config,
          inject: [ConfigService],
          useFactory: (service: ConfigService) => service.getOrThrow<Config>('config'),
        },
      ],
      exports: [Clock, Config],
    };
  }
}
