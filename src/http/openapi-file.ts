import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction } from 'express';
import { readFileSync } from 'node:fs';
import { publicPrefix } from './api-gateway';
import type { DinexRequest, DinexResponse } from './request';

/**
 * Serves the OpenAPI document at `/openapi.json` from a file, for an application that cannot make it: a Lambda bundle has none of the
 * descriptions in it. Its server is the stage under which it is read.
 */
export function serveDocumentFile(app: NestExpressApplication, file: string): void {
  app.use('/openapi.json', (request: DinexRequest, response: DinexResponse, next: NextFunction) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || request.path !== '/') {
      next();
      return;
    }
    // The file is what `npm run openapi` wrote.
    const document = JSON.parse(readFileSync(file, 'utf8')) as object;
    response.type('application/json').send(JSON.stringify({ ...document, servers: [{ url: publicPrefix() || '/' }] }));
  });
}
