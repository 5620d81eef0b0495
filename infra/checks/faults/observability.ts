import { drop, Fault, inside, properties } from './fault';
import { list, Properties, StageTemplate } from '../template';

const alarm = (template: StageTemplate, name: string): Properties =>
  properties(template, 'AWS::CloudWatch::Alarm', 'AlarmName', `dinex-prod-${name}`);

const accessLogs = ({ resources }: StageTemplate): string | undefined =>
  Object.keys(resources).find((id) => id.includes('TrailAccessLogs') && resources[id]?.Type === 'AWS::S3::Bucket');

export const OBSERVABILITY_FAULTS: readonly Fault[] = [
  {
    fault: 'an alarm without action',
    found: 'alarmsTellSomebody',
    mutate: (t) => delete alarm(t, 'api-latency').AlarmActions,
  },
  {
    fault: 'the topic mails nobody',
    found: 'alarmsTellSomebody',
    mutate: (t) => {
      drop(t, 'AWS::SNS::Subscription', (s) => s.Properties?.Protocol === 'email');
    },
  },
  {
    fault: 'more errors are tolerated',
    found: 'alarmsAtTheirThresholds',
    mutate: (t) => (alarm(t, 'api-errors').Threshold = 50),
  },
  {
    fault: 'a slower p99 is tolerated',
    found: 'alarmsAtTheirThresholds',
    mutate: (t) => (alarm(t, 'api-latency-p99').Threshold = 3_000),
  },
  {
    fault: 'nobody is woken when customers feel it',
    found: 'alarmsTellSomebody',
    mutate: (t) => {
      drop(t, 'AWS::CloudWatch::CompositeAlarm', (a) => a.Properties?.AlarmName === 'dinex-prod-customers-feel-it');
    },
  },
  {
    fault: 'a DLQ has no alarm',
    found: 'alarmsAtTheirThresholds',
    mutate: (t) => {
      drop(t, 'AWS::CloudWatch::Alarm', (a) => a.Properties?.AlarmName === 'dinex-prod-relay-dlq');
    },
  },
  {
    fault: 'an alarm watches a queue that is not',
    found: 'alarmsWatchWhatExists',
    mutate: (t) => (inside(alarm(t, 'orders-dlq'), 'Dimensions.0').Value = 'orders-dlq'),
  },
  {
    fault: 'a budget of 1,000 USD',
    found: 'costsWatched',
    mutate: (t) => (inside(properties(t, 'AWS::Budgets::Budget'), 'Budget.BudgetLimit').Amount = 1_000),
  },
  {
    fault: 'no word at half of the budget',
    found: 'costsWatched',
    mutate: (t) => list(properties(t, 'AWS::Budgets::Budget').NotificationsWithSubscribers).shift(),
  },
  {
    fault: 'no forecast',
    found: 'costsWatched',
    mutate: (t) => list(properties(t, 'AWS::Budgets::Budget').NotificationsWithSubscribers).pop(),
  },
  {
    fault: 'no dashboard',
    found: 'kpisShown',
    mutate: (t) => {
      drop(t, 'AWS::CloudWatch::Dashboard');
    },
  },
  {
    fault: 'a trail of one region',
    found: 'auditInProduction',
    mutate: (t) => (properties(t, 'AWS::CloudTrail::Trail').IsMultiRegionTrail = false),
  },
  {
    fault: 'an unvalidated trail',
    found: 'auditInProduction',
    mutate: (t) => (properties(t, 'AWS::CloudTrail::Trail').EnableLogFileValidation = false),
  },
  {
    fault: 'the trail writes under a bucket key',
    found: 'auditInProduction',
    mutate: (t) =>
      (inside(
        properties(t, 'AWS::S3::Bucket', 'LoggingConfiguration.DestinationBucketName.Ref', accessLogs(t)),
        'BucketEncryption.ServerSideEncryptionConfiguration.0',
      ).BucketKeyEnabled = true),
  },
  {
    fault: 'the trail has another name than its key expects',
    found: 'auditInProduction',
    mutate: (t) => (properties(t, 'AWS::CloudTrail::Trail').TrailName = 'audit'),
  },
  {
    fault: 'a public bucket',
    found: 'bucketsPrivate',
    mutate: (t) => delete properties(t, 'AWS::S3::Bucket').PublicAccessBlockConfiguration,
  },
  {
    fault: 'a bucket without versions',
    found: 'bucketsPrivate',
    mutate: (t) => delete properties(t, 'AWS::S3::Bucket').VersioningConfiguration,
  },
];
