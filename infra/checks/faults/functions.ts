import { drop, Fault, inside, lambda, properties, variables } from './fault';
import { list } from '../template';

export const FUNCTIONS_FAULTS: readonly Fault[] = [
  {
    fault: 'a handler that is prepared at its first event only',
    found: 'functionsAsConfigured',
    mutate: (t) => (lambda(t, 'stream').Handler = 'index.handler'),
  },
  { fault: 'an old runtime', found: 'functionsAsConfigured', mutate: (t) => (lambda(t, 'api').Runtime = 'nodejs20.x') },
  {
    fault: 'an Intel function',
    found: 'functionsAsConfigured',
    mutate: (t) => (lambda(t, 'stream').Architectures = ['x86_64']),
  },
  { fault: 'half the memory', found: 'functionsAsConfigured', mutate: (t) => (lambda(t, 'plans').MemorySize = 884) },
  {
    fault: 'everyone is an operator',
    found: 'functionsAsConfigured',
    mutate: (t) => (variables(t, 'api').AUTH_MODE = 'none'),
  },
  {
    fault: 'no concurrency is reserved',
    found: 'functionsAsConfigured',
    mutate: (t) => delete lambda(t, 'api').ReservedConcurrentExecutions,
  },
  {
    fault: 'the api outlives the gateway',
    found: 'apiEndsBeforeTheGateway',
    mutate: (t) => (lambda(t, 'api').Timeout = 60),
  },
  {
    fault: 'logs are kept for ever',
    found: 'logsKeptAsLongAsConfigured',
    mutate: (t) => delete properties(t, 'AWS::Logs::LogGroup').RetentionInDays,
  },
  {
    fault: 'Lambda makes its own log group',
    found: 'logsKeptAsLongAsConfigured',
    mutate: (t) => delete lambda(t, 'stream').LoggingConfig,
  },
  {
    fault: 'two functions share a role',
    found: 'aRoleEach',
    mutate: (t) => (lambda(t, 'stream').Role = lambda(t, 'api').Role),
  },
  {
    fault: 'one bad message returns the batch',
    found: 'queuesFeedTheirConsumers',
    mutate: (t) => delete properties(t, 'AWS::Lambda::EventSourceMapping', 'BatchSize', 10).FunctionResponseTypes,
  },
  {
    fault: 'a queue takes every execution',
    found: 'queuesFeedTheirConsumers',
    mutate: (t) => delete properties(t, 'AWS::Lambda::EventSourceMapping', 'BatchSize', 10).ScalingConfig,
  },
  {
    fault: 'more pollers than executions',
    found: 'queuesFeedTheirConsumers',
    mutate: (t) => (lambda(t, 'order-intake').ReservedConcurrentExecutions = 5),
  },
  {
    fault: 'visibility below 6 timeouts',
    found: 'visibilityOutlastsRetries',
    mutate: (t) => (lambda(t, 'notifications').Timeout = 11),
  },
  {
    fault: 'a poison record blocks its shard',
    found: 'streamsFeedTheRelay',
    mutate: (t) =>
      (properties(t, 'AWS::Lambda::EventSourceMapping', 'BatchSize', 100).BisectBatchOnFunctionError = false),
  },
  {
    fault: 'each removal by its lifetime wakes the relay',
    found: 'streamsFeedTheRelay',
    mutate: (t) => delete properties(t, 'AWS::Lambda::EventSourceMapping', 'BatchSize', 100).FilterCriteria,
  },
  {
    fault: 'records are tried for a week',
    found: 'streamsFeedTheRelay',
    mutate: (t) =>
      (properties(t, 'AWS::Lambda::EventSourceMapping', 'BatchSize', 100).MaximumRecordAgeInSeconds = 604_800),
  },
  {
    fault: 'given-up records vanish',
    found: 'streamsFeedTheRelay',
    mutate: (t) => delete properties(t, 'AWS::Lambda::EventSourceMapping', 'BatchSize', 100).DestinationConfig,
  },
  {
    fault: 'all traffic at once',
    found: 'canaryInProduction',
    mutate: (t) =>
      (properties(t, 'AWS::CodeDeploy::DeploymentGroup').DeploymentConfigName = 'CodeDeployDefault.LambdaAllAtOnce'),
  },
  {
    fault: 'no rollback',
    found: 'canaryInProduction',
    mutate: (t) => (inside(properties(t, 'AWS::CodeDeploy::DeploymentGroup'), 'AutoRollbackConfiguration').Events = []),
  },
  {
    fault: 'a version that answers 500 to everything stays',
    found: 'canaryInProduction',
    mutate: (t) =>
      list(
        inside(
          properties(t, 'AWS::CodeDeploy::DeploymentGroup', 'DeploymentGroupName', 'dinex-prod-api-canary'),
          'AlarmConfiguration',
        ).Alarms,
      ).pop(),
  },
  {
    fault: "a canary's alarm does not exist",
    found: 'canaryInProduction',
    mutate: (t) => {
      drop(t, 'AWS::CloudWatch::Alarm', (a) => a.Properties?.AlarmName === 'dinex-prod-stream-canary');
    },
  },
  {
    fault: 'the alias goes past CodeDeploy',
    found: 'canaryInProduction',
    mutate: (t) => {
      for (const resource of Object.values(t.resources)) delete resource.UpdatePolicy;
    },
  },
];
