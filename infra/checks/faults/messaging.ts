import { drop, Fault, inside, properties } from './fault';
import { Properties, StageTemplate } from '../template';

const queue = (template: StageTemplate, name: string): Properties =>
  properties(template, 'AWS::SQS::Queue', 'QueueName', `dinex-prod-${name}`);

export const MESSAGING_FAULTS: readonly Fault[] = [
  {
    fault: 'visibility changed',
    found: 'queuesAsDefined',
    mutate: (t) => (queue(t, 'orders-queue').VisibilityTimeout = 301),
  },
  {
    fault: 'no long poll',
    found: 'queuesAsDefined',
    mutate: (t) => (queue(t, 'notifications-queue').ReceiveMessageWaitTimeSeconds = 0),
  },
  {
    fault: 'gives up after 5 tries',
    found: 'queuesAsDefined',
    mutate: (t) => (inside(queue(t, 'plans-queue'), 'RedrivePolicy').maxReceiveCount = 5),
  },
  {
    fault: 'a DLQ is dropped',
    found: 'queuesAsDefined',
    mutate: (t) => {
      drop(t, 'AWS::SQS::Queue', (q) => q.Properties?.QueueName === 'dinex-prod-orders-dlq');
    },
  },
  {
    fault: 'dead letters live four days',
    found: 'messagesKept',
    mutate: (t) => delete queue(t, 'relay-dlq').MessageRetentionPeriod,
  },
  {
    fault: 'a consumer that fails for a week loses messages',
    found: 'messagesKept',
    mutate: (t) => delete queue(t, 'notifications-queue').MessageRetentionPeriod,
  },
  {
    fault: 'a queue is not encrypted',
    found: 'queuesEncrypted',
    mutate: (t) => (queue(t, 'orders-queue').SqsManagedSseEnabled = false),
  },
  {
    fault: 'one queue of all has no SSL policy',
    found: 'transportIsTls',
    mutate: (t) => {
      drop(t, 'AWS::SQS::QueuePolicy');
    },
  },
  {
    fault: 'a topic has no SSL policy',
    found: 'transportIsTls',
    mutate: (t) => {
      drop(t, 'AWS::SNS::TopicPolicy');
    },
  },
  {
    fault: 'a bucket has no SSL policy',
    found: 'transportIsTls',
    mutate: (t) => {
      drop(t, 'AWS::S3::BucketPolicy');
    },
  },
  {
    fault: 'events reach no queue',
    found: 'eventsReachTheirQueues',
    mutate: (t) => {
      drop(t, 'AWS::SNS::Subscription', (s) => s.Properties?.Protocol === 'sqs');
    },
  },
  {
    fault: 'events come wrapped',
    found: 'eventsReachTheirQueues',
    mutate: (t) => (properties(t, 'AWS::SNS::Subscription', 'Protocol', 'sqs').RawMessageDelivery = false),
  },
  {
    fault: 'a topic is not under our key',
    found: 'topicsEncrypted',
    mutate: (t) => delete properties(t, 'AWS::SNS::Topic').KmsMasterKeyId,
  },
];
