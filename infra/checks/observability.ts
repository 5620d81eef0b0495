import { TABLE_IDS } from '../../src/database/tables';
import { QUEUE_IDS, QUEUES, resourceName } from '../../src/messaging/queues';
import { DEAD_LETTER_QUEUES } from './messaging';
import { at, Check, Entry, list, named, ofType, Properties, referred, StageTemplate, unless } from './template';
import { unlike } from './unlike';

const ALARM = 'AWS::CloudWatch::Alarm';

const alarmTopic = (template: StageTemplate): Entry | undefined =>
  named(template, 'AWS::SNS::Topic', 'TopicName', resourceName(template.stage, 'alarms'));

const alarmsTellSomebody: Check = (template) => {
  const topic = alarmTopic(template)?.[0];
  const mailed = ofType(template, 'AWS::SNS::Subscription').some(
    ([, { TopicArn, Protocol }]) => Protocol === 'email' && referred(TopicArn) === topic,
  );
  return [
    ...unless(topic !== undefined && mailed, 'the topic of alarms mails nobody'),
    ...ofType(template, ALARM).flatMap(([id, alarm]) =>
      ['AlarmActions', 'OKActions'].flatMap((kind) =>
        unless(list(alarm[kind]).map(referred).includes(topic), `${id} has no ${kind}`),
      ),
    ),
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
    'api-latency-p99': api('Latency', { ExtendedStatistic: 'p99' }, 1_000),
    'api-5xx': api('5XXError', { Statistic: 'Average' }, 0.001),
    ...Object.fromEntries(
      QUEUE_IDS.flatMap((id) => [
        [`${QUEUES[id].name}-depth`, queue('ApproximateNumberOfMessagesVisible', 1_000)],
        [`${QUEUES[id].name}-age`, queue('ApproximateAgeOfOldestMessage', 900)],
      ]),
    ),
    ...Object.fromEntries(DEAD_LETTER_QUEUES.map((name) => [name, queue('ApproximateNumberOfMessagesVisible', 0)])),
    ...Object.fromEntries(TABLE_IDS.map((id) => [`${id}-throttled`, { Threshold: 0 }])),
    ...(config.canary
      ? Object.fromEntries(
          [...Object.keys(config.functions).map((handler) => `${handler}-canary`), 'api-canary-5xx'].map((name) => [
            name,
            { Threshold: 2, Period: 60, Statistic: 'Sum' },
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
      .filter((dimension) => !['GlobalSecondaryIndexName', 'Resource'].includes(String(at(dimension, 'Name'))))
      .filter((dimension) => !names.has(at(dimension, 'Value')))
      .map((dimension) => `${id} watches ${String(at(dimension, 'Value'))}, which does not exist`);
  });
};

const costsWatched: Check = (template) => {
  const [budget] = ofType(template, 'AWS::Budgets::Budget');
  const topic = alarmTopic(template)?.[0];
  const notifications = list(budget?.[1].NotificationsWithSubscribers);
  return [
    ...unlike(budget, 'the budget', {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 100, Unit: 'USD' } },
    }),
    ...['ACTUAL', 'FORECASTED'].flatMap((type) => {
      const one = notifications.find((candidate) => at(candidate, 'Notification.NotificationType') === type);
      return unless(
        at(one, 'Notification.Threshold') === 100 &&
          list(at(one, 'Subscribers')).some((to) => referred(at(to, 'Address')) === topic),
        `nobody is told of ${type} costs above 100 USD`,
      );
    }),
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
