import { TABLE_IDS } from '../../src/database/tables';
import { QUEUE_IDS, QUEUES, resourceName } from '../../src/messaging/queues';
import { DEAD_LETTER_QUEUES } from './messaging';
import { at, Check, Entry, list, named, ofType, Properties, referred, StageTemplate, unless } from './template';
import { unlike } from './unlike';

const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

const topicOf = (template: StageTemplate, name: 'alarms' | 'notices'): string | undefined =>
  named(template, 'AWS::SNS::Topic', 'TopicName', resourceName(template.stage, name))?.[0];

const isMailed = (template: StageTemplate, topic: string | undefined): boolean =>
  ofType(template, 'AWS::SNS::Subscription').some(
    ([, { TopicArn, Protocol }]) => Protocol === 'email' && topic !== undefined && referred(TopicArn) === topic,
  );

/** Each alarm tells the notices; where composites decide who is woken, those for the night tell the topic that wakes. */
const alarmsTellSomebody: Check = (template) => {
  const [pages, notices] = (['alarms', 'notices'] as const).map((name) => topicOf(template, name));
  const tells = ([id, alarm]: Entry, topic: string | undefined): string[] =>
    ['AlarmActions', 'OKActions'].flatMap((kind) =>
      unless(list(alarm[kind]).map(referred).includes(topic), `${id} has no ${kind}`),
    );
  const composite = (name: string, topic: string | undefined): string[] => {
    const found = named(template, COMPOSITE, 'AlarmName', resourceName(template.stage, name));
    return found === undefined ? [`${name} is missing`] : tells(found, topic);
  };
  return [
    ...unless(isMailed(template, pages) && isMailed(template, notices), 'a topic of alarms mails nobody'),
    ...ofType(template, ALARM).flatMap((alarm) =>
      tells(alarm, alarm[1].AlarmName === resourceName(template.stage, 'outside') ? pages : notices),
    ),
    ...(template.config.alarms === 'all'
      ? [
          ...composite('customers-feel-it', pages),
          ...composite('events-stand-still', pages),
          ...composite('look-tomorrow', notices),
        ]
      : []),
  ];
};

/** The alarms that each stage must have, with their thresholds. */
function expectedAlarms({ config }: StageTemplate): Record<string, Properties> {
  const lambda = (MetricName: string, Threshold: number): Properties => ({
    Namespace: 'AWS/Lambda',
    MetricName,
    Threshold,
    Period: 300,
  });
  const api = (MetricName: string, statistic: Properties, Threshold: number): Properties => ({
    Namespace: 'AWS/ApiGateway',
    MetricName,
    Threshold,
    ...statistic,
  });
  const queue = (MetricName: string, Threshold: number): Properties => ({
    Namespace: 'AWS/SQS',
    MetricName,
    Threshold,
  });
  return {
    ...Object.fromEntries(
      Object.keys(config.functions).map((handler) => [
        `${handler}-errors`,
        { ...lambda('Errors', 5), Statistic: 'Sum' },
      ]),
    ),
    'api-throttles': lambda('Throttles', 0),
    'stream-age': { ...lambda('IteratorAge', 300_000), Statistic: 'Maximum' },
    'api-latency': api('Latency', { Statistic: 'Average' }, 2_000),
    'api-latency-p99': { Threshold: 1_000 },
    'api-5xx': { Threshold: 0.001 },
    ...Object.fromEntries(
      QUEUE_IDS.flatMap((id) => [
        [`${QUEUES[id].name}-depth`, queue('ApproximateNumberOfMessagesVisible', 1_000)],
        [`${QUEUES[id].name}-age`, queue('ApproximateAgeOfOldestMessage', 900)],
      ]),
    ),
    ...Object.fromEntries(DEAD_LETTER_QUEUES.map((name) => [name, queue('ApproximateNumberOfMessagesVisible', 0)])),
    ...Object.fromEntries(
      TABLE_IDS.flatMap((id) => [`${id}-throttled`, `${id}-reads-throttled`]).map((name) => [name, { Threshold: 0 }]),
    ),
    ...(config.canary
      ? Object.fromEntries(
          [...Object.keys(config.functions).map((handler) => `${handler}-canary`), 'api-canary-5xx'].map((name) => [
            name,
            { Threshold: 0.02 },
          ]),
        )
      : {}),
    ...(config.protectData ? { 'backup-failed': { Namespace: 'AWS/Backup', Threshold: 0 } } : {}),
  };
}

const alarmsAtTheirThresholds: Check = (template) =>
  Object.entries(expectedAlarms(template)).flatMap(([name, pattern]) =>
    unlike(named(template, ALARM, 'AlarmName', resourceName(template.stage, name)), name, {
      ComparisonOperator: 'GreaterThanThreshold',
      ...pattern,
    }),
  );

/** Dimensions that name a part of a resource, or no resource at all. */
const BELOW_A_RESOURCE = ['GlobalSecondaryIndexName', 'Resource', 'Region', 'Rule', 'PhoneNumber', 'service', 'stage'];

/** A metric of a resource that does not exist is silent for ever. */
const alarmsWatchWhatExists: Check = (template) => {
  const names = new Set(
    Object.values(template.resources).flatMap(({ Properties: properties = {} }) =>
      ['QueueName', 'FunctionName', 'TableName', 'BackupVaultName', 'Name', 'StageName'].map(
        (name) => properties[name],
      ),
    ),
  );
  return ofType(template, ALARM).flatMap(([id, alarm]) => {
    const dimensions = [
      ...list(alarm.Dimensions),
      ...list(alarm.Metrics).flatMap((metric) => list(at(metric, 'MetricStat.Metric.Dimensions'))),
    ];
    return dimensions
      .filter((dimension) => !BELOW_A_RESOURCE.includes(String(at(dimension, 'Name'))))
      .filter((dimension) => !names.has(at(dimension, 'Value')) && referred(at(dimension, 'Value')) === undefined)
      .map((dimension) => `${id} watches ${String(at(dimension, 'Value'))}, which does not exist`);
  });
};

const costsWatched: Check = (template) => {
  const [budget] = ofType(template, 'AWS::Budgets::Budget');
  const told = list(budget?.[1].NotificationsWithSubscribers).map((one) => [
    at(one, 'Notification.NotificationType'),
    at(one, 'Notification.Threshold'),
    list(at(one, 'Subscribers')).map((to) => referred(at(to, 'Address')))[0],
  ]);
  const [pages, notices] = (['alarms', 'notices'] as const).map((name) => topicOf(template, name));
  const wanted = [
    ['ACTUAL', 50, notices],
    ['ACTUAL', 80, notices],
    ['ACTUAL', 100, pages],
    ['FORECASTED', 100, pages],
  ];
  return [
    ...unlike(budget, 'the budget', {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 100, Unit: 'USD' } },
    }),
    ...wanted.flatMap((step) =>
      unless(
        told.some((one) => JSON.stringify(one) === JSON.stringify(step)),
        `nobody is told of ${String(step[0])} costs above ${String(step[1])} USD`,
      ),
    ),
  ];
};

const kpisShown: Check = (template) => {
  const [dashboard] = ofType(template, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(dashboard?.[1].DashboardBody ?? '');
  const shown = [
    'Availability',
    'p50',
    'p95',
    'p99',
    'Error rate',
    'Requests per second',
    'Cost',
    'Invocations',
    'IteratorAge',
  ];
  return [
    ...shown,
    'ConsumedReadCapacityUnits',
    'ApproximateNumberOfMessagesVisible',
    'DINEX/Requests',
    'DINEX,service',
  ].flatMap((text) => unless(body.includes(text), `the dashboard does not show ${text}`));
};

const auditInProduction: Check = (template) => {
  if (!template.config.auditTrail) return [];
  const [trail] = ofType(template, 'AWS::CloudTrail::Trail');
  return [
    ...unlike(trail, 'the trail', {
      IsLogging: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      IncludeGlobalServiceEvents: true,
    }),
    ...unless(referred(trail?.[1].KMSKeyId) !== undefined, 'the trail is not under our key'),
    ...unless(
      !JSON.stringify(template.resources[referred(trail?.[1].S3BucketName) ?? '']).includes('"BucketKeyEnabled":true'),
      'CloudTrail may not decrypt, which it must for a bucket key',
    ),
    ...unless(
      ofType(template, 'AWS::KMS::Key').some(([, { KeyPolicy }]) =>
        JSON.stringify(KeyPolicy).includes(`:trail/${String(trail?.[1].TrailName)}"`),
      ),
      'the key knows another trail',
    ),
  ];
};

const bucketsPrivate: Check = (template) =>
  ofType(template, 'AWS::S3::Bucket').flatMap((bucket) => [
    ...unlike(bucket, bucket[0], {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
    }),
    ...unless(
      list(at(bucket[1], 'BucketEncryption.ServerSideEncryptionConfiguration')).length === 1,
      `${bucket[0]} is not encrypted`,
    ),
  ]);

export const OBSERVABILITY_CHECKS = {
  alarmsTellSomebody,
  alarmsAtTheirThresholds,
  alarmsWatchWhatExists,
  costsWatched,
  kpisShown,
  auditInProduction,
  bucketsPrivate,
};
