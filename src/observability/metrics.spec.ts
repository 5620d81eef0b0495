import type { Config } from '../config/config';
import { AppMetrics } from './metrics';

interface Emf {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly [{ Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }];
  };
  readonly [field: string]: unknown;
}

describe('the figures for CloudWatch', () => {
  const written = (work: (metrics: AppMetrics) => void, METRICS = 'emf'): Emf[] => {
    const lines: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const log = jest.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
    work(new AppMetrics({ METRICS, STAGE: 'dev' } as Config));
    write.mockRestore();
    log.mockRestore();
    return lines.map((line) => JSON.parse(line) as Emf);
  };

  it('of a request name its route beside them, never as a dimension, which would be billed by the month', () => {
    const [first, second, ...more] = written((metrics) => {
      metrics.request({ method: 'GET', route: '/orders/:order_id', status: 503, milliseconds: 12 });
      metrics.request({ method: 'POST', route: '/orders', status: 404, milliseconds: 3 });
    });
    expect(more).toEqual([]);
    expect(first).toMatchObject({ service: 'dinex', stage: 'dev', route: 'GET /orders/:order_id' });
    expect(first).toMatchObject({ requests: 1, latency: 12, client_errors: 0, server_errors: 1 });
    expect(second).toMatchObject({ route: 'POST /orders', latency: 3, client_errors: 1, server_errors: 0 });
    for (const line of [first, second])
      expect(line?._aws.CloudWatchMetrics).toMatchObject([
        { Namespace: 'DINEX/Requests', Dimensions: [['service', 'stage']] },
      ]);
  });

  it('of the business are counted one by one', () => {
    const lines = written((metrics) => {
      metrics.count('order_created');
      metrics.count('email_sent', 2);
    });
    expect(lines).toMatchObject([{ order_created: 1 }, { email_sent: 2 }]);
    expect(lines.map((line) => line._aws.CloudWatchMetrics[0].Namespace)).toEqual(['DINEX', 'DINEX']);
  });

  it('are silent off Lambda', () => {
    expect(
      written((metrics) => {
        metrics.count('order_created');
      }, 'off'),
    ).toEqual([]);
  });
});
