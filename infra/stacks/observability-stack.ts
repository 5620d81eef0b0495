import { Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmRules, createAlarm, rollbackRule } from '../constructs/alarms';
import { createAuditTrail } from '../constructs/audit-trail';
import { createBudget } from '../constructs/budget';
import { createDashboard } from '../constructs/dashboard';
import { Deployment, named } from '../deployment';
import type { HandlerName } from '../stages';

/** What tells people how the stage is: alarms, the KPI dashboard, the budget, the audit trail. */
export class ObservabilityStack extends Stack {
  /** What takes each function's canary back; empty where there is no canary. */
  readonly rollbackAlarms: ReadonlyMap<HandlerName, Alarm>;

  constructor(
    scope: Construct,
    deployment: Deployment,
    handlers: readonly HandlerName[],
    topic: ITopic,
    key: IKey | undefined,
  ) {
    super(scope, named(deployment, 'observability'), {
      env: deployment.env,
      description: `DINEX ${deployment.stage}: alarms, dashboard, budget, audit`,
    });
    for (const rule of alarmRules(deployment, handlers)) createAlarm(this, deployment, rule, topic);
    this.rollbackAlarms = new Map(
      deployment.config.canary
        ? handlers.map((handler) => [handler, createAlarm(this, deployment, rollbackRule(deployment, handler), topic)])
        : [],
    );
    createDashboard(this, deployment, handlers);
    createBudget(this, deployment, topic);
    if (!deployment.config.auditTrail) return;
    if (key === undefined) throw new Error('An audit trail needs the stage to have its own key');
    createAuditTrail(this, deployment, key);
  }
}
