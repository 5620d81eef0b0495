import { getCurrentInvoke } from '@vendia/serverless-express';
import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * Returns the API Gateway event that this process handles, if it runs as a Lambda (which handles one at a time). Read it only
 * before the first await.
 */
export const currentGatewayEvent = (): APIGatewayProxyEvent | undefined => {
  // The library's type is `any` for the event, and no event where it runs outside a Lambda.
  const { event } = getCurrentInvoke() as { event?: APIGatewayProxyEvent };
  return event;
};

/** Returns what callers put before the application's paths: `/dev` on the gateway's own host, nothing behind a custom domain. */
export function publicPrefix(): string {
  const event = currentGatewayEvent();
  if (event === undefined) return '';
  const { path, stage } = event.requestContext;
  return path.startsWith(`/${stage}/`) ? `/${stage}` : '';
}
