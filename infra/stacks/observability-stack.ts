import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { AlarmTopics, createAlarms } from '../alarms/create-alarms';
import { createAuditTrail } from '../constructs/audit-trail';
import { createBudget } from '../constructs/budget';
import { createDashboard } from '../constructs/dashboard';
import { Deployment, stackName } from '../deployment';
import type { HandlerName } from '../stages';

/** What tells people how the stage is: alarms, the KPI dashboard, the budget, the audit trail. */
export class ObservabilityStack extends Stack {
  constructor(
    scope: Construct,
    deployment: Deployment,
    handlers: readonly HandlerName[],
    topics: AlarmTopics,
    key: IKey | undefined,
  ) {
    super(scope, stackName(deployment, 'observability'), {
      env: deployment.env,
      description: `DINEX ${deployment.stage}: alarms, dashboard, budget, audit`,
    });
    createAlarms(this, { deployment, handlers }, topics);
    // A dashboard and a budget are of the whole account.
    if (deployment.standby !== undefined) return;
    createDashboard(this, deployment, handlers);
    createBudget(this, deployment, topics);
    if (!deployment.config.auditTrail) return;
    if (key === undefined) throw new Error('An audit trail needs the stage to have its own key');
    createAuditTrail(this, deployment, key);
  }
}
