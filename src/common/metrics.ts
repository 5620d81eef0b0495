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

/** CloudWatch figures as lines of the log (embedded metric format); silent elsewhere than on Lambda unless METRICS says otherwise. */
@Injectable()
export class AppMetrics {
  private readonly metrics: Metrics | undefined;

  constructor({ METRICS, STAGE }: Config) {
    if (METRICS === 'emf')
      this.metrics = new Metrics({ namespace: 'DINEX', serviceName: 'dinex', defaultDimensions: { stage: STAGE } });
  }

  /** Counts something of the business: `count('orders_created')`. */
  count(name: string, value = 1): void {
    this.metrics?.singleMetric().addMetric(name, MetricUnit.Count, value);
  }

  request({ method, route, status, milliseconds }: RequestFigures): void {
    this.metrics
      ?.addDimensions({ route: `${method} ${route}` })
      .addMetric('requests', MetricUnit.Count, 1)
      .addMetric('latency', MetricUnit.Milliseconds, milliseconds)
      .addMetric('client_errors', MetricUnit.Count, status >= 400 && status < 500 ? 1 : 0)
      .addMetric('server_errors', MetricUnit.Count, status >= 500 ? 1 : 0)
      .publishStoredMetrics();
  }
}
