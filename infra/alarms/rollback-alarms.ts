import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE, StageMetrics } from '../constructs/metrics';
import type { Deployment } from '../deployment';
import type { HandlerName } from '../stages';
import type { AlarmRule } from './alarm-rule';

/** A version with a tenth of the traffic that fails always makes a tenth of all answers fail: a fifth of that is no noise. */
const SHARE = 0.02;
const FEW_ERRORS = 3;

/**
 * What takes a canary back: a share of failures, so that a busy minute needs more of them than a quiet one. The API answers 500 and
 * throws nothing, so that of its faults only the gateway knows. CodeDeploy looks while it shifts traffic, and nobody is told otherwise.
 */
export function rollbackRules(deployment: Deployment, handler: HandlerName): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  const share = (name: string, failed: 'errors' | '5xx'): AlarmRule => ({
    name,
    metric: metrics.expression(
      `IF(failed >= ${FEW_ERRORS}, failed / calls, 0)`,
      failed === 'errors'
        ? { failed: metrics.live(handler, 'Errors'), calls: metrics.live(handler, 'Invocations') }
        : {
            failed: metrics.api('5XXError', Stats.SUM, ONE_MINUTE),
            calls: metrics.api('Count', Stats.SUM, ONE_MINUTE),
          },
      ONE_MINUTE,
    ),
    threshold: SHARE,
    concern: 'deployment',
    meaning: `The new version of ${handler} fails`,
    runbook: 'canary',
  });
  return [share(`${handler}-canary`, 'errors'), ...(handler === 'api' ? [share('api-canary-5xx', '5xx')] : [])];
}
