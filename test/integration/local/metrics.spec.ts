import { parser as logql } from '@grafana/lezer-logql';
import { parser as promql } from '@prometheus-io/lezer-promql';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withMetrics } from '../../../src/local/metrics';

const FOLDER = 'monitoring/grafana/dashboards';

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string; readonly datasource: { readonly type: string } }[];
  }[];
}

type Query = [source: string, query: string];

/** What the dashboards ask a kind of data source. */
const dashboardQueries = (kind: 'prometheus' | 'loki'): Query[] =>
  readdirSync(FOLDER).flatMap((file) => {
    const { panels } = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Dashboard;
    return panels.flatMap(({ title, targets }) =>
      targets.filter(({ datasource }) => datasource.type === kind).map(({ expr }): Query => [title, expr]),
    );
  });

/** Every query that Prometheus is asked: of the dashboards and of the alert rules. */
function queries(): Query[] {
  const rules = readFileSync('monitoring/prometheus/rules.yml', 'utf8')
    .split(/^ {6}- alert: /m)
    .slice(1);
  const ofRules = rules.map((rule): Query => [
    rule.split('\n', 1)[0] ?? '',
    (/expr:(?: >-)?([\s\S]*?)\n {8}(?:for|labels):/.exec(rule)?.[1] ?? '').replaceAll(/\s+/g, ' ').trim(),
  ]);
  return [...dashboardQueries('prometheus'), ...ofRules];
}

/** The metrics that a PromQL query names. */
function metricsOf(query: string): string[] {
  const names: string[] = [];
  promql.parse(query).iterate({
    enter: ({ type, name, from, to }) => {
      if (type.isError) throw new Error(`Not PromQL: ${query}`);
      if (name === 'VectorSelector') names.push(/^[a-zA-Z_:][\w:]*/.exec(query.slice(from, to))?.[0] ?? '');
    },
  });
  return names;
}

/** The labels by which a LogQL query chooses its lines. */
function labelsOf(query: string): string[] {
  const labels: string[] = [];
  logql.parse(query).iterate({
    enter: ({ type, name, from, to }) => {
      if (type.isError) throw new Error(`Not LogQL: ${query}`);
      if (name === 'Matcher') labels.push(/^\w+/.exec(query.slice(from, to))?.[0] ?? '');
    },
  });
  return labels;
}

describe('the log panels', () => {
  /** The target's `job`, and what Alloy's stages make a label. */
  const alloy = readFileSync('monitoring/alloy/config.alloy', 'utf8');
  const given = ['job', ...[...alloy.matchAll(/stage\.labels \{\s+values = \{ (\w+)/g)].map(([, label]) => label)];

  it.each(dashboardQueries('loki'))('%s asks for labels that Alloy gives: %s', (_, query) => {
    expect(labelsOf(query).length).toBeGreaterThan(0);
    for (const label of labelsOf(query)) expect(given).toContain(label);
  });

  it('would not take what is no LogQL', () => {
    expect(() => labelsOf('{job="dinex"')).toThrow(/Not LogQL/);
  });
});

describe('the metrics of the local server', () => {
  let server: Server;
  let text: string;
  let refused: Response;
  beforeAll(async () => {
    const listener = withMetrics(
      (request, response) => {
        Object.assign(request, { route: { path: '/orders/:order_id' } });
        response.writeHead(200).end('{}');
      },
      { queueDepths: () => Promise.resolve({ 'orders-queue': 3, 'orders-dlq': 1 }) },
      { iteratorAges: () => ({ orders: 1_500 }) },
      ({ headers }) => Promise.resolve(headers.authorization !== 'Bearer nobody'),
    );
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await (await fetch(`${url}/orders/a-certain-order`)).text();
    text = await (await fetch(`${url}/metrics`)).text();
    refused = await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer nobody' } });
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it('name the template of a route, never the path with its ids', () => {
    expect(text).toContain('dinex_http_requests_total{method="GET",route="/orders/:order_id",status="200"} 1');
    expect(text).not.toContain('a-certain-order');
  });

  it('are told to nobody who may not read them', async () => {
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toContain('dinex_');
  });

  it('tell queues and the relay', () => {
    expect(text).toContain('dinex_queue_messages{queue="orders-dlq"} 1');
    expect(text).toContain('dinex_relay_age_seconds{table="orders"} 1.5');
  });

  it.each(queries())('%s asks for metrics that exist: %s', (_, query) => {
    const exposed = new Set(['up', ...(text.match(/^[a-zA-Z_:][\w:]*/gm) ?? [])]);
    const asked = metricsOf(query);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((name) => !exposed.has(name))).toEqual([]);
  });

  it('would not find a metric that is misspelt', () => {
    expect(metricsOf('sum(rate(dinex_http_request_total[5m]))')).toEqual(['dinex_http_request_total']);
    expect(() => metricsOf('sum(rate(')).toThrow(/Not PromQL/);
  });
});
