import {
  applyDecorators,
  CallHandler,
  ExecutionContext,
  Injectable,
  mixin,
  NestInterceptor,
  Type,
  UseInterceptors,
} from '@nestjs/common';
import { map, Observable } from 'rxjs';
import { publicPrefix } from './api-gateway';
import type { DinexRequest, DinexResponse } from './request';
import { mark } from './operation-marks';
import { entityTag, matchesIfNoneMatch } from './preconditions';

/** Sets `ETag` from the answer's `version`, and answers a GET whose `If-None-Match` names it with 304. */
@Injectable()
class VersionedInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<DinexRequest>();
    const response = http.getResponse<DinexResponse>();
    return next.handle().pipe(
      map((body) => {
        const version = versionOf(body);
        if (version === undefined || response.statusCode >= 300) return body;
        response.setHeader('ETag', entityTag(version));
        if (request.method !== 'GET' && request.method !== 'HEAD') return body;
        if (!matchesIfNoneMatch(request.headers['if-none-match'], version)) return body;
        response.status(304);
        return undefined;
      }),
    );
  }
}

function versionOf(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('version' in body)) return undefined;
  return typeof body.version === 'number' ? body.version : undefined;
}

/** Sends a resource's `version` as its `ETag`, for handlers that return one resource. */
export const Versioned = () => applyDecorators(UseInterceptors(VersionedInterceptor), mark('versioned'));

/**
 * Sets `Location` on the answer of a handler that made something: `@Located((order: Order) => `/orders/${order.order_id}`)`.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names its answer's type
export const Located = <Body extends object>(pathOfBody: (body: Body) => string) =>
  applyDecorators(UseInterceptors(locating(pathOfBody)), mark('located'));

function locating(pathOfBody: (body: never) => string): Type<NestInterceptor> {
  @Injectable()
  class LocationInterceptor implements NestInterceptor {
    intercept(context: ExecutionContext, next: CallHandler<never>): Observable<never> {
      const response = context.switchToHttp().getResponse<DinexResponse>();
      const prefix = publicPrefix();
      return next.handle().pipe(
        map((body) => {
          response.setHeader('Location', prefix + pathOfBody(body));
          return body;
        }),
      );
    }
  }
  return mixin(LocationInterceptor);
}
