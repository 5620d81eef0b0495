import { tableName, TABLES } from '../../src/database/tables';
import { QUEUE_IDS, QUEUES, RELAY_DEAD_LETTER, resourceName, STREAM_SOURCE } from '../../src/messaging/queues';
import { consumersAtOnce, type HandlerName } from '../stages';
import { queueOf } from './messaging';
import { at, Check, Entry, list, named, ofType, referred, StageTemplate, unless } from './template';
import { unlike } from './unlike';

const FUNCTION = 'AWS::Lambda::Function';
const GATEWAY_LIMIT_SECONDS = 29;
/** AWS asks for it, so that a batch that is retried within the Lambda service does not appear twice. */
const VISIBILITY_FACTOR = 6;

export const functionOf = (template: StageTemplate, handler: HandlerName): Entry | undefined =>
  named(template, FUNCTION, 'FunctionName', resourceName(template.stage, handler));

const handlersOf = ({ config }: StageTemplate): HandlerName[] => Object.keys(config.functions) as HandlerName[];

const functionsAsConfigured: Check = (template) =>
  handlersOf(template).flatMap((handler) => {
    const { memoryMb, reservedConcurrency } = template.config.functions[handler] ?? { memoryMb: 0 };
    return unlike(functionOf(template, handler), handler, {
      Runtime: 'nodejs24.x',
      Handler: 'lambda.handler',
      Architectures: ['arm64'],
      MemorySize: memoryMb,
      ...(reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency }),
      ...(template.config.tracing ? { TracingConfig: { Mode: 'Active' } } : {}),
      Environment: { Variables: { STAGE: template.stage, AUTH_MODE: 'jwt' } },
    });
  });

const apiEndsBeforeTheGateway: Check = (template) => {
  const timeout = functionOf(template, 'api')?.[1].Timeout;
  return unless(
    typeof timeout === 'number' && timeout <= GATEWAY_LIMIT_SECONDS,
    `the api may run for ${String(timeout)} s, the gateway waits ${GATEWAY_LIMIT_SECONDS}`,
  );
};

const logsKeptAsLongAsConfigured: Check = (template) => [
  ...ofType(template, 'AWS::Logs::LogGroup').flatMap((group) =>
    unlike(group, group[0], {
      RetentionInDays: template.config.logRetentionDays,
      ...(template.config.customerKey
        ? { KmsKeyId: { 'Fn::GetAtt': [ofType(template, 'AWS::KMS::Key')[0]?.[0], 'Arn'] } }
        : {}),
    }),
  ),
  ...handlersOf(template).flatMap((handler) => {
    const name = `/aws/lambda/${resourceName(template.stage, handler)}`;
    const group = named(template, 'AWS::Logs::LogGroup', 'LogGroupName', name);
    const used = referred(at(functionOf(template, handler)?.[1], 'LoggingConfig.LogGroup'));
    return unless(group !== undefined && used === group[0], `${handler} does not log to ${name}`);
  }),
];

const aRoleEach: Check = (template) => {
  const roles = ofType(template, FUNCTION).map(([, { Role }]) => referred(Role));
  return unless(new Set(roles).size === roles.length, 'two functions share a role');
};

const sourcesOf = (template: StageTemplate, source: string | undefined): Entry[] =>
  ofType(template, 'AWS::Lambda::EventSourceMapping').filter(
    ([, { EventSourceArn }]) => source !== undefined && referred(EventSourceArn) === source,
  );

/** The function behind an alias or function reference of an event source. */
const consumerOf = (template: StageTemplate, mapping: Entry): string | undefined => {
  const target = /"Ref":"([^"]+)"/.exec(JSON.stringify(mapping[1].FunctionName))?.[1];
  const alias = target === undefined ? undefined : template.resources[target];
  return alias?.Type === 'AWS::Lambda::Alias' ? referred(alias.Properties?.FunctionName) : target;
};

const queuesFeedTheirConsumers: Check = (template) =>
  QUEUE_IDS.flatMap((id) => {
    const { name, consumer } = QUEUES[id];
    const maxConcurrency = consumersAtOnce(template.config, id);
    const fn = functionOf(template, consumer.handler);
    if (template.config.functions[consumer.handler] === undefined) return [];
    const [mapping] = sourcesOf(template, queueOf(template, name)?.[0]);
    const reserved = fn?.[1].ReservedConcurrentExecutions;
    return [
      ...unlike(mapping, `the event source of ${name}`, {
        BatchSize: consumer.batchSize,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: maxConcurrency },
      }),
      ...unless(
        mapping !== undefined && consumerOf(template, mapping) === fn?.[0],
        `${name} does not feed ${consumer.handler}`,
      ),
      ...unless(
        typeof reserved !== 'number' || maxConcurrency <= reserved,
        `${name} may call ${consumer.handler} more often at once than it may run: messages would end as dead letters`,
      ),
    ];
  });

const visibilityOutlastsRetries: Check = (template) =>
  QUEUE_IDS.flatMap((id) => {
    const queue = queueOf(template, QUEUES[id].name);
    return sourcesOf(template, queue?.[0]).flatMap((mapping) => {
      const fn = template.resources[consumerOf(template, mapping) ?? ''];
      const [visibility, timeout] = [Number(queue?.[1].VisibilityTimeout), Number(fn?.Properties?.Timeout)];
      return unless(
        visibility >= VISIBILITY_FACTOR * timeout,
        `${QUEUES[id].name} shows a message again after ${visibility} s, its consumer may take ${timeout} s`,
      );
    });
  });

const streamsFeedTheRelay: Check = (template) => {
  const relayDeadLetters = queueOf(template, RELAY_DEAD_LETTER.name)?.[0];
  return STREAM_SOURCE.tables.flatMap((id) => {
    const table = named(template, 'AWS::DynamoDB::GlobalTable', 'TableName', tableName(template.stage, id));
    const [mapping] = sourcesOf(template, table?.[0]);
    return [
      ...unless(TABLES[id].stream, `${id} has no stream`),
      ...unlike(mapping, `the stream of ${id}`, {
        BatchSize: STREAM_SOURCE.batchSize,
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRecordAgeInSeconds: STREAM_SOURCE.maxRecordAgeHours * 3_600,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ eventName: ['INSERT', 'MODIFY'] }) }] },
      }),
      ...unless(
        relayDeadLetters !== undefined &&
          referred(at(mapping?.[1], 'DestinationConfig.OnFailure.Destination')) === relayDeadLetters,
        `what the relay gives up of ${id} does not go to ${RELAY_DEAD_LETTER.name}`,
      ),
    ];
  });
};

/** What takes a canary back, and of which function; the API catches its errors and answers 500. */
const ROLLBACK_METRICS: readonly (readonly [metric: string, of?: HandlerName])[] = [['Errors'], ['5XXError', 'api']];

const canaryInProduction: Check = (template) => {
  if (!template.config.canary) return [];
  return handlersOf(template).flatMap((handler) => {
    const fn = functionOf(template, handler)?.[0];
    const alias = ofType(template, 'AWS::Lambda::Alias').find(([, { FunctionName }]) => referred(FunctionName) === fn);
    const update = at(
      template.resources[alias?.[0] ?? ''],
      'UpdatePolicy.CodeDeployLambdaAliasUpdate.DeploymentGroupName',
    );
    const group = named(template, 'AWS::CodeDeploy::DeploymentGroup', 'DeploymentGroupName', String(update));
    return [
      ...unlike(group, `the canary of ${handler}`, {
        DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
        AutoRollbackConfiguration: { Enabled: true },
      }),
      ...unless(
        list(at(group?.[1], 'AutoRollbackConfiguration.Events')).includes('DEPLOYMENT_STOP_ON_ALARM'),
        `an alarm does not take ${handler} back`,
      ),
      ...ROLLBACK_METRICS.filter(([, of]) => of === undefined || of === handler).flatMap(([metric]) =>
        unless(
          list(at(group?.[1], 'AlarmConfiguration.Alarms'))
            .map((alarm) => named(template, 'AWS::CloudWatch::Alarm', 'AlarmName', String(at(alarm, 'Name'))))
            .some((alarm) => JSON.stringify(alarm ?? '').includes(`"MetricName":"${metric}"`)),
          `no alarm of ${metric} watches the canary of ${handler}`,
        ),
      ),
    ];
  });
};

export const FUNCTION_CHECKS = {
  functionsAsConfigured,
  apiEndsBeforeTheGateway,
  logsKeptAsLongAsConfigured,
  aRoleEach,
  queuesFeedTheirConsumers,
  visibilityOutlastsRetries,
  streamsFeedTheRelay,
  canaryInProduction,
};
