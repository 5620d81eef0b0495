import type { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { tableName } from '../../src/database/tables';
import { STREAM_SOURCE } from '../../src/messaging/queues';
import type { Deployment } from '../deployment';
import type { HandlerName } from '../stages';
import { ApiStack } from './api-stack';
import type { DataSource } from './data-stack';
import { MessagingStack } from './messaging-stack';
import { ObservabilityStack } from './observability-stack';

/**
 * The application beside the replicas of the tables, ready and idle: no function may run, no event source reads, so nothing is written
 * and nobody is told twice. What belongs to the whole account (budget, dashboard, trail, the pipeline's roles) stays with the first.
 */
export function createStandbyStacks(scope: Construct, deployment: Deployment): Stack[] {
  const { replica } = deployment.config;
  const standby = replica?.standby;
  if (replica === undefined || standby === undefined) return [];
  const there = standingBy(deployment);
  const data: DataSource = {
    keyFor: (stack) => (replica.keyArn === undefined ? undefined : Key.fromKeyArn(stack, 'ReplicaKey', replica.keyArn)),
    streamArn: (id) => standby.streams[id],
    signIn: undefined,
  };
  const messaging = new MessagingStack(scope, there, data);
  const api = new ApiStack(scope, there, data, messaging);
  const handlers = Object.keys(api.functions) as HandlerName[];
  const observability = new ObservabilityStack(scope, there, handlers, messaging.topics, undefined);
  return [messaging, observability, api];
}

/** A deployment as it is in the replica's region; the tables have the names that they have at home. */
export function standingBy(deployment: Deployment): Deployment {
  const { config, env } = deployment;
  const standby = config.replica?.standby;
  if (config.replica === undefined || standby === undefined) throw new Error(`${deployment.stage} has no standby`);
  const { domain } = config.api;
  const { certificateArn = domain?.certificateArn ?? '' } = standby;
  const { gatewayKeys: _ofOneRegion, ...api } = config.api;
  return {
    ...deployment,
    env: { ...env, region: config.replica.region },
    standby: { active: standby.active },
    restored: Object.fromEntries(
      STREAM_SOURCE.tables.map((id) => [id, { name: tableName(deployment.stage, id), streamArn: standby.streams[id] }]),
    ),
    config: {
      ...config,
      // The first deployment has nothing to shift from, and the second is the cut-over, which waits for nobody.
      canary: false,
      auditTrail: false,
      people: standby.issuer === undefined ? {} : { issuer: standby.issuer },
      // Silence is what it is for; what breaks all the same is a notice.
      alarms: standby.active ? config.alarms : 'basic',
      api: {
        ...api,
        // Keys of API Gateway are of one region: here clients are known by their credentials alone.
        apiKeyRequired: false,
        probed: false,
        ...(domain === undefined ? {} : { domain: { ...domain, certificateArn } }),
      },
    },
  };
}
