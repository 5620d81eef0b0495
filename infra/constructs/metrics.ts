import { Duration } from 'aws-cdk-lib';
import { IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { TableDefinition, TableId, TABLES } from '../../src/database/tables';
import { Deployment, named, tableInUse } from '../deployment';
import { LIVE } from './dinex-function';
import { NEAR_RULES, webAclName } from './web-acl';

const FIVE_MINUTES = Duration.minutes(5);
export const ONE_MINUTE = Duration.minutes(1);

/** Of `src/observability/metrics.ts`, which dimensions what it counts by service and stage. */
const METRICS_NAMESPACE = 'DINEX';

/** Metrics by resource name: observability needs no reference to a resource, so nothing keeps the other stacks from changing. */
export class StageMetrics {
  constructor(private readonly deployment: Deployment) {}

  api(metricName: 'Count' | 'Latency' | '4XXError' | '5XXError', statistic: string, period = FIVE_MINUTES): Metric {
    return new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiName: named(this.deployment, 'api'), Stage: this.deployment.stage },
      statistic,
      period,
    });
  }

  lambda(
    handler: string,
    metricName: 'Invocations' | 'Errors' | 'Throttles' | 'Duration' | 'IteratorAge' | 'ConcurrentExecutions',
    statistic: string,
  ): Metric {
    return new Metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensionsMap: { FunctionName: named(this.deployment, handler) },
      statistic,
      period: FIVE_MINUTES,
    });
  }

  /** Of the version that a canary tries and the one it replaces, by the minute. */
  live(handler: string, metricName: 'Errors' | 'Invocations'): Metric {
    const name = named(this.deployment, handler);
    return new Metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensionsMap: { FunctionName: name, Resource: `${name}:${LIVE}` },
      statistic: Stats.SUM,
      period: ONE_MINUTE,
    });
  }

  /**
   * Reads or writes that DynamoDB refused for their rate, of the table and of each of its indexes: one of the two, as an alarm adds no more
   * than ten metrics.
   */
  throttledRequests(table: TableId, kind: 'Read' | 'Write'): MathExpression {
    const indexes = Object.keys((TABLES[table] as TableDefinition).indexes);
    const metrics = [undefined, ...indexes].map((index) => this.table(table, `${kind}ThrottleEvents`, index));
    const usingMetrics: Record<string, IMetric> = Object.fromEntries(
      metrics.map((metric, i) => [`${table}_${kind.toLowerCase()}${i}`, metric]),
    );
    return new MathExpression({
      expression: Object.keys(usingMetrics)
        .map((id) => `FILL(${id}, 0)`)
        .join(' + '),
      usingMetrics,
      period: FIVE_MINUTES,
    });
  }

  expression(expression: string, usingMetrics: Record<string, IMetric>, period = FIVE_MINUTES): MathExpression {
    return new MathExpression({ expression, usingMetrics, period });
  }

  /** Of the web ACL: what all its rules did, or one of them. */
  webAcl(metricName: 'BlockedRequests' | 'CountedRequests', rule: string): Metric {
    return new Metric({
      namespace: 'AWS/WAFV2',
      metricName,
      dimensionsMap: { WebACL: webAclName(this.deployment), Region: this.deployment.env.region, Rule: rule },
      statistic: Stats.SUM,
      period: FIVE_MINUTES,
    });
  }

  /** Requests of callers that are above half of their limit. */
  nearLimit(): MathExpression {
    const metrics = NEAR_RULES.map((rule, i) => [`near${i}`, this.webAcl('CountedRequests', rule)] as const);
    return this.expression(metrics.map(([id]) => `FILL(${id}, 0)`).join(' + '), Object.fromEntries(metrics));
  }

  /** What the application counts by `AppMetrics.count`. */
  counted(metricName: string): Metric {
    return new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { service: 'dinex', stage: this.deployment.stage },
      statistic: Stats.SUM,
      period: FIVE_MINUTES,
    });
  }

  /** SES tells its rates some times an hour, of the whole account. */
  mails(metricName: 'Reputation.BounceRate' | 'Reputation.ComplaintRate'): Metric {
    return new Metric({ namespace: 'AWS/SES', metricName, statistic: Stats.MAXIMUM, period: Duration.hours(1) });
  }

  /** Of all text messages of the account in this region. */
  textMessages(
    metricName: 'SMSMonthToDateSpentUSD' | 'SMSSuccessRate' | 'NumberOfMessagesPublished',
    statistic: string,
  ): Metric {
    const dimensionsMap = metricName === 'SMSMonthToDateSpentUSD' ? {} : { PhoneNumber: 'PhoneNumberDirect' };
    return new Metric({ namespace: 'AWS/SNS', metricName, dimensionsMap, statistic, period: FIVE_MINUTES });
  }

  table(
    table: TableId,
    metricName:
      'ConsumedReadCapacityUnits' | 'ConsumedWriteCapacityUnits' | 'ReadThrottleEvents' | 'WriteThrottleEvents',
    index?: string,
  ): Metric {
    return new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: {
        TableName: tableInUse(this.deployment, table),
        ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }),
      },
      statistic: Stats.SUM,
      period: FIVE_MINUTES,
    });
  }

  queue(name: string, metricName: 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage'): Metric {
    return new Metric({
      namespace: 'AWS/SQS',
      metricName,
      dimensionsMap: { QueueName: named(this.deployment, name) },
      statistic: Stats.MAXIMUM,
      period: FIVE_MINUTES,
    });
  }

  /** 1 while most of the askers outside get their answer, else 0. */
  healthCheck(id: string): Metric {
    return new Metric({
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensionsMap: { HealthCheckId: id },
      statistic: Stats.MINIMUM,
      period: ONE_MINUTE,
    });
  }

  failedBackups(): Metric {
    return new Metric({
      namespace: 'AWS/Backup',
      metricName: 'NumberOfBackupJobsFailed',
      dimensionsMap: { BackupVaultName: named(this.deployment, 'vault') },
      statistic: Stats.SUM,
      period: Duration.hours(1),
    });
  }

  /** AWS tells what an account costs in us-east-1 only, some times a day. */
  cost(): Metric {
    return new Metric({
      namespace: 'AWS/Billing',
      metricName: 'EstimatedCharges',
      dimensionsMap: { Currency: 'USD' },
      region: 'us-east-1',
      statistic: Stats.MAXIMUM,
      period: Duration.hours(6),
    });
  }

  /** As the application measured its requests, without the gateway before it. */
  request(metricName: 'requests' | 'latency' | 'client_errors' | 'server_errors', statistic: string): Metric {
    return new Metric({
      namespace: `${METRICS_NAMESPACE}/Requests`,
      metricName,
      dimensionsMap: { service: 'dinex', stage: this.deployment.stage },
      statistic,
      period: FIVE_MINUTES,
    });
  }

  /** Whatever the application counts, found by search: a new business metric needs no change here. */
  business(): MathExpression {
    return new MathExpression({
      expression: `SEARCH('{${METRICS_NAMESPACE},service,stage} stage="${this.deployment.stage}"', 'Sum', 300)`,
      usingMetrics: {},
      label: '',
      period: FIVE_MINUTES,
    });
  }
}
