import { readFileSync } from 'node:fs';
import { ApiHandler, callApi } from '../../support/api-bundle';
import { apiFleet } from './api-fleet';
import { apiOrders } from './api-orders';
import { apiRoutes } from './api-routes';
import { apiShops } from './api-shops';
import type { Expect, Journey } from './journey';

/** Every endpoint, with what it does when a request is repeated, refused or overtaken. */
export async function apiJourney({ guard, load }: Journey): Promise<void> {
  // What is asked for is the subject, not how soon: a machine that does much else lets no request die.
  const handler = load({ REQUEST_DEADLINE_MS: '60000' }) as ApiHandler;
  const called: string[] = [];
  const expecting: Expect = async (status, request) => {
    const answer = await callApi(handler, request);
    expect({ request, ...answer }).toMatchObject({ status });
    called.push(`${(request.method ?? 'GET').toLowerCase()} ${request.path}`);
    return answer.body;
  };
  expect(await expecting(200, { path: '/health' })).toMatchObject({ dependencies: { table_store: 'ok', queue: 'ok' } });
  await apiOrders(expecting);
  await apiRoutes(expecting, guard);
  await apiShops(expecting);
  await apiFleet(expecting);
  expect(operations().filter(({ pattern }) => !called.some((one) => pattern.test(one)))).toEqual([]);
}

/** What the API's description names, each as `get /orders/{order_id}` and as a pattern of what was called. */
function operations(): { readonly name: string; readonly pattern: RegExp }[] {
  const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      name: `${method} ${path}`,
      pattern: new RegExp(`^${method} ${path.replaceAll(/{\w+}/g, '[^/]+')}$`),
    })),
  );
}
