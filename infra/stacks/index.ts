import { Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import type { HandlerName } from '../stages';
import { ApiStack } from './api-stack';
import { DataStack } from './data-stack';
import { DeliveryStack } from './delivery-stack';
import { MessagingStack } from './messaging-stack';
import { ObservabilityStack } from './observability-stack';
import { createRecoveryStacks } from './recovery-stack';
import { createStandbyStacks } from './standby';

/** The stacks of one stage in its own region, in the order in which they are deployed. */
export function createStacks(scope: Construct, deployment: Deployment): Stack[] {
  const data = new DataStack(scope, deployment);
  const messaging = new MessagingStack(scope, deployment, data);
  const api = new ApiStack(scope, deployment, data, messaging);
  // Tables are known by name, so CloudFormation does not see that they come first.
  api.addStackDependency(data);
  const handlers = Object.keys(api.functions) as HandlerName[];
  const observability = new ObservabilityStack(scope, deployment, handlers, messaging.topics, data.key);
  const delivery = new DeliveryStack(scope, deployment, api.functions);
  delivery.addStackDependency(observability);
  // What guards an alias's change must exist before the change: the two know each other by name only.
  api.addStackDependency(delivery);
  return tagged(deployment, [data, messaging, observability, delivery, api]);
}

/** The stacks of one stage in other regions and accounts: where its backups are copied to, and where it stands by. */
export const createRemoteStacks = (scope: Construct, deployment: Deployment): Stack[] =>
  tagged(deployment, [...createRecoveryStacks(scope, deployment), ...createStandbyStacks(scope, deployment)]);

function tagged(deployment: Deployment, stacks: Stack[]): Stack[] {
  for (const stack of stacks) {
    Tags.of(stack).add('project', 'dinex');
    Tags.of(stack).add('stage', deployment.stage);
  }
  return stacks;
}
