import type { DinexRequest } from './request';
import { pathOf } from './request';

interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** Returns the methods that the application's routes take at the request's path: what tells 405 from 404. */
export function allowedMethods(request: DinexRequest): string[] {
  // Express 5 documents `app.router` without saying in its types what a router's layers are.
  const { stack } = request.app.router as unknown as { readonly stack: readonly Layer[] };
  const methods = stack.flatMap((layer) =>
    layer.route !== undefined && layer.match(pathOf(request)) ? Object.keys(layer.route.methods) : [],
  );
  return [...new Set(methods)].map((method) => method.toUpperCase()).sort();
}
