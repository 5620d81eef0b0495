import { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventSources } from './event-sources';
import type { Platform } from './platform';

/** What the gauges are read from when somebody asks. */
type Depths = Pick<Platform, 'queueDepths'>;
type Ages = Pick<EventSources, 'iteratorAges'>;

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];

/**
 * Serves `GET /metrics` to whom `mayRead` lets, Prometheus usually, and measures every other request by its route's template,
 * never by its path.
 */
export function withMetrics(
  listener: RequestListener,
  platform: Depths,
  eventSources: Ages,
  mayRead: (request: IncomingMessage) => Promise<boolean>,
): RequestListener {
  const registry = new Registry();
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({
    name: 'dinex_http_requests_total',
    help: 'Answered requests',
    labelNames,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'dinex_http_request_duration_seconds',
    help: 'From the request to the end of its answer',
    labelNames: ['method', 'route'],
    buckets: BUCKETS,
    registers: [registry],
  });
  addGauges(registry, platform, eventSources);
  collectDefaultMetrics({ register: registry });
  return (request, response) => {
    if (request.url === '/metrics' && request.method === 'GET') {
      void mayRead(request).then(async (may) => {
        if (may) await answer(registry, response);
        else refuse(response);
      });
      return;
    }
    const started = performance.now();
    response.once('close', () => {
      const labels = { method: request.method ?? 'GET', route: templateOf(request) };
      requests.inc({ ...labels, status: String(response.statusCode) });
      seconds.observe(labels, (performance.now() - started) / 1_000);
    });
    listener(request, response);
  };
}

function addGauges(registry: Registry, platform: Depths, eventSources: Ages): void {
  new Gauge({
    name: 'dinex_queue_messages',
    help: 'Messages that wait, dead letters included',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      for (const [queue, depth] of Object.entries(await platform.queueDepths())) this.set({ queue }, depth);
    },
  });
  new Gauge({
    name: 'dinex_relay_age_seconds',
    help: 'How far the relay is behind the writes of a table',
    labelNames: ['table'],
    registers: [registry],
    collect() {
      for (const [table, age] of Object.entries(eventSources.iteratorAges())) this.set({ table }, age / 1_000);
    },
  });
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' }).end('For operators only.');
}

async function answer(registry: Registry, response: ServerResponse): Promise<void> {
  try {
    const body = await registry.metrics();
    response.writeHead(200, { 'Content-Type': registry.contentType }).end(body);
  } catch {
    response.writeHead(503).end();
  }
}

/** Returns the template of the route that Express chose; it leaves it on the request. */
function templateOf(request: IncomingMessage & { route?: { path?: unknown } }): string {
  return typeof request.route?.path === 'string' ? request.route.path : 'unmatched';
}
