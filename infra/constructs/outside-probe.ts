import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import { Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Deployment, named } from '../deployment';
import { ONE_MINUTE, StageMetrics } from './metrics';
import { hostOf } from './rest-api';

/** Route 53 asks from at least three; these are the nearest to Lima and to each other's failures the farthest. */
const REGIONS = ['us-east-1', 'us-west-2', 'sa-east-1'];

/** Route 53 tells how it fares in this region only. */
export const PROBE_METRICS_REGION = 'us-east-1';

/** Asks for /health from outside AWS's own path to us, every 30 s, and wakes somebody when most of the askers get no answer. */
export function probeFromOutside(api: RestApi, deployment: Deployment, pages: ITopic): void {
  const { stage } = deployment;
  const check = new CfnHealthCheck(api, 'OutsideProbe', {
    healthCheckConfig: {
      type: 'HTTPS_STR_MATCH',
      fullyQualifiedDomainName: hostOf(api, deployment),
      port: 443,
      resourcePath: `/${stage}/health`,
      searchString: '"status":"ok"',
      requestInterval: 30,
      failureThreshold: 3,
      enableSni: true,
      regions: REGIONS,
    },
    healthCheckTags: [{ key: 'Name', value: named(deployment, 'outside') }],
  });
  if (Stack.of(api).region !== PROBE_METRICS_REGION) return;
  const alarm = new Alarm(api, 'outside', {
    alarmName: named(deployment, 'outside'),
    alarmDescription: 'From outside /health does not answer. What to do: docs/runbook.md#silence',
    metric: new StageMetrics(deployment).expression(
      '1 - healthy',
      { healthy: new StageMetrics(deployment).healthCheck(check.attrHealthCheckId) },
      ONE_MINUTE,
    ),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(pages));
  alarm.addOkAction(new SnsAction(pages));
}
