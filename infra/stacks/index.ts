import { App, Stack, Tags } from 'aws-cdk-lib';
import type { Deployment } from '../deployment';
import type { HandlerName } from '../stages';
import { ApiStack } from './api-stack';
import { DataStack } from './data-stack';
import { DeliveryStack } from './delivery-stack';
import { MessagingStack } from './messaging-stack';
import { ObservabilityStack } from './observability-stack';

/** The stacks of one stage, in the order in which they are deployed. */
export function createStacks(app: App, deployment: Deployment): Stack[] {
  const data = new DataStack(app, deployment);
  const messaging = new MessagingStack(app, deployment, data.key);
  const api = new ApiStack(app, deployment, data, messaging);
  const handlers = Object.keys(api.functions) as HandlerName[];
  const observability = new ObservabilityStack(app, deployment, handlers, messaging.topics, data.key);
  const delivery = new DeliveryStack(app, deployment, api.functions);
  delivery.addStackDependency(observability);
  // What guards an alias's change must exist before the change: the two know each other by name only.
  api.addStackDependency(delivery);
  const stacks = [data, messaging, observability, delivery, api];
  for (const stack of stacks) {
    Tags.of(stack).add('project', 'dinex');
    Tags.of(stack).add('stage', deployment.stage);
  }
  return stacks;
}
