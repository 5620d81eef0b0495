import type { Request, Response } from 'express';
import type { Principal } from '../access/principal';

/** What middleware and guards leave on a request for the decorators to pick up. */
export interface DinexRequest extends Request {
  principal?: Principal;
  correlationId?: string;
  body: unknown;
}

export type DinexResponse = Response;

/** Returns a request's path without its query: a query can name people, and paths are logged. */
export const pathOf = (request: Request): string => request.originalUrl.split(/[?#]/, 1)[0] ?? '/';

/**
 * Returns a request's path as logs and problems may show it: the token in a recipient's link opens what it names, and is left out. Routes
 * match in any case of letters.
 */
export const shownPath = (request: Request): string => pathOf(request).replace(/^\/t\/[^/]+/i, '/t/:token');

/** Resolves when the response is sent or its caller gone: on Lambda there is no socket, and so no `close`. */
export const settled = (response: Response): Promise<void> =>
  new Promise((resolve) => {
    response.once('finish', resolve);
    response.once('close', resolve);
  });
