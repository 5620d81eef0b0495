import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  IMetric,
  IWidget,
  MathExpression,
  Metric,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { TABLE_IDS } from '../../src/database/tables';
import { QUEUE_IDS, QUEUES, RELAY_DEAD_LETTER } from '../../src/messaging/queues';
import { Deployment, named } from '../deployment';
import type { HandlerName } from '../stages';
import { StageMetrics } from './metrics';

/** The KPIs of the requirement first, then what explains them. */
export function createDashboard(scope: Construct, deployment: Deployment, handlers: readonly HandlerName[]): Dashboard {
  const metrics = new StageMetrics(deployment);
  const widgets: IWidget[][] = [
    [new TextWidget({ markdown: `# DINEX ${deployment.stage}`, width: 24, height: 1 })],
    kpis(metrics),
    [
      graph(
        'Latency of the API (ms)',
        each(['p50', 'p95', 'p99'], (p) => metrics.api('Latency', p)),
      ),
      graph(
        'Latency in the application (ms)',
        each(['p50', 'p95', 'p99'], (p) => metrics.request('latency', p)),
      ),
      graph('Requests and errors', [
        metrics.api('Count', Stats.SUM),
        metrics.api('4XXError', Stats.SUM),
        metrics.api('5XXError', Stats.SUM),
      ]),
    ],
    [
      graph(
        'Lambda invocations',
        each(handlers, (handler) => metrics.lambda(handler, 'Invocations', Stats.SUM)),
      ),
      graph(
        'Lambda errors',
        each(handlers, (handler) => metrics.lambda(handler, 'Errors', Stats.SUM)),
      ),
      graph(
        'Lambda duration p99 (ms)',
        each(handlers, (handler) => metrics.lambda(handler, 'Duration', 'p99')),
      ),
    ],
    [
      graph(
        'DynamoDB read units',
        each(TABLE_IDS, (id) => metrics.table(id, 'ConsumedReadCapacityUnits')),
      ),
      graph(
        'DynamoDB write units',
        each(TABLE_IDS, (id) => metrics.table(id, 'ConsumedWriteCapacityUnits')),
      ),
      graph('DynamoDB throttling', [
        ...each(TABLE_IDS, (id) => metrics.throttledRequests(id, 'Write')),
        ...each(TABLE_IDS, (id) => metrics.throttledRequests(id, 'Read'), ' reads'),
      ]),
    ],
    [
      graph(
        'Messages waiting',
        depths(
          metrics,
          QUEUE_IDS.map((id) => QUEUES[id].name),
        ),
      ),
      graph(
        'Dead letters',
        depths(metrics, [...QUEUE_IDS.map((id) => QUEUES[id].deadLetter.name), RELAY_DEAD_LETTER.name]),
      ),
      graph('Relay behind the tables (ms)', [metrics.lambda('stream', 'IteratorAge', Stats.MAXIMUM)]),
    ],
    [graph('Business', [metrics.business()], 24)],
  ];
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: named(deployment, 'kpis'),
    defaultInterval: Duration.days(1),
    widgets,
  });
}

function kpis(metrics: StageMetrics): IWidget[] {
  const requests = metrics.api('Count', Stats.SUM);
  const ratio = (label: string, expression: string, errors: IMetric): MathExpression =>
    new MathExpression({ label, expression, usingMetrics: { errors, requests }, period: Duration.minutes(5) });
  const value = (title: string, ...shown: IMetric[]): IWidget =>
    new SingleValueWidget({ title, metrics: shown, width: 4, height: 4, setPeriodToTimeRange: true });
  const failed = metrics.api('5XXError', Stats.SUM);
  return [
    value('Availability (%)', ratio('availability', '100 - 100 * errors / requests', failed)),
    value('Error rate (%)', ratio('errors', '100 * errors / requests', failed)),
    value('Latency p99 (ms)', metrics.api('Latency', 'p99')),
    value('Latency p50 (ms)', metrics.api('Latency', 'p50')),
    value(
      'Requests per second',
      new MathExpression({
        label: 'requests/s',
        expression: 'requests / PERIOD(requests)',
        usingMetrics: { requests },
      }),
    ),
    value('Cost this month (USD)', metrics.cost()),
  ];
}

const depths = (metrics: StageMetrics, names: readonly string[]): IMetric[] =>
  each(names, (name) => metrics.queue(name, 'ApproximateNumberOfMessagesVisible'));

/** One line in a graph for each name, labelled by it. An alarm's metric must have no label, so the dashboard gives it. */
const each = <Name extends string>(
  names: readonly Name[],
  metric: (name: Name) => Metric | MathExpression,
  suffix = '',
): IMetric[] => names.map((name) => metric(name).with({ label: name + suffix }));

const graph = (title: string, left: IMetric[], width = 8): IWidget =>
  new GraphWidget({ title, left, width, height: 6 });
