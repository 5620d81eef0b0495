import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';

export interface RequestFigures {
  readonly method: string;
  /** The template, not the path: a figure per order would cost a metric per order. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

/**
 * CloudWatch figures as lines of the log (embedded metric format); silent elsewhere than on Lambda unless METRICS says otherwise.
 * Their one dimension beside the service is the stage: CloudWatch bills each combination by the month, so a route is only written
 * beside its figures, where Logs Insights finds it.
 */
@Injectable()
export class AppMetrics {
  private readonly business: Metrics | undefined;
  private readonly requests: Metrics | undefined;
  private counting = true;

  constructor({ METRICS, STAGE }: Config) {
    if (METRICS !== 'emf') return;
    const of = (namespace: string) =>
      new Metrics({ namespace, serviceName: 'dinex', defaultDimensions: { stage: STAGE } });
    this.business = of('DINEX');
    this.requests = of('DINEX/Requests');
  }

  /** Counts something of the business: `count('order_created')`. */
  count(name: string, value = 1): void {
    if (!this.counting) return;
    this.business?.singleMetric().addMetric(name, MetricUnit.Count, value);
  }

  request({ method, route, status, milliseconds }: RequestFigures): void {
    if (!this.counting) return;
    this.requests
      ?.addMetadata('route', `${method} ${route}`)
      .addMetric('requests', MetricUnit.Count, 1)
      .addMetric('latency', MetricUnit.Milliseconds, milliseconds)
      .addMetric('client_errors', MetricUnit.Count, status >= 400 && status < 500 ? 1 : 0)
      .addMetric('server_errors', MetricUnit.Count, status >= 500 ? 1 : 0)
      .publishStoredMetrics();
  }

  /** Does work of which nothing is counted. */
  async uncounted<T>(work: () => Promise<T>): Promise<T> {
    this.counting = false;
    try {
      return await work();
    } finally {
      this.counting = true;
    }
  }
}
