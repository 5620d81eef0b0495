import { DynamicModule, Module } from '@nestjs/common';
import { ObservabilityModule } from './observability/observability.module';
import { AccessModule } from './access/access.module';
import { Policy } from './access/policy-table';
import { HttpModule } from './http/http.module';
import { ConfigModule } from './config/config.module';
import type { Environment } from './config/config';
import { DatabaseModule } from './database/database.module';
import { FleetModule } from './fleet/fleet.module';
import { HealthModule } from './health/health.module';
import { OrdersApiModule } from './orders/orders-api.module';
import { RoutesModule } from './routes/routes.module';
import { RecipientsModule } from './recipients/recipients.module';
import { ShopsModule } from './shops/shops.module';
import { TrackingApiModule } from './tracking/tracking-api.module';

/** The HTTP application. */
@Module({})
export class AppModule {
  static for(environment: Environment, policy = new Policy()): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.for(environment),
        ObservabilityModule,
        // Before HttpModule: guards run in the order of their modules, and nobody's body is read before we know whose it is.
        AccessModule.for(policy),
        HttpModule,
        DatabaseModule,
        OrdersApiModule,
        ShopsModule,
        FleetModule,
        TrackingApiModule,
        RoutesModule,
        RecipientsModule,
        HealthModule,
      ],
    };
  }
}
