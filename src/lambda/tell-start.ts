import type { INestApplicationContext } from '@nestjs/common';
import { AppLogger } from '../observability/logger';
import { AppMetrics } from '../observability/metrics';
import type { Start } from './lazy-handler';

/** Writes how the process started, as its first line and as a figure (`code_cache_used`), and returns the application. */
export function tellStart<App extends INestApplicationContext>({ code_cache }: Start, app: App): App {
  if (code_cache === undefined) return app;
  app.get(AppLogger).info('started', { code_cache });
  app.get(AppMetrics).count(`code_cache_${code_cache}`);
  return app;
}
