import {
  MESSAGE_RETENTION_DAYS,
  QUEUE_IDS,
  QUEUES,
  RELAY_DEAD_LETTER,
  resourceName,
  TOPICS,
} from '../../src/messaging/queues';
import { at, Check, Entry, list, named, ofType, referred, StageTemplate, unless } from './template';
import { unlike } from './unlike';

const QUEUE = 'AWS::SQS::Queue';

export const queueOf = (template: StageTemplate, name: string): Entry | undefined =>
  named(template, QUEUE, 'QueueName', resourceName(template.stage, name));

export const DEAD_LETTER_QUEUES = [...QUEUE_IDS.map((id) => QUEUES[id].deadLetter.name), RELAY_DEAD_LETTER.name];

const queuesAsDefined: Check = (template) =>
  QUEUE_IDS.flatMap((id) => {
    const { name, visibilitySeconds, longPollSeconds, deadLetter } = QUEUES[id];
    const queue = queueOf(template, name);
    const deadLetters = queueOf(template, deadLetter.name);
    return [
      ...unlike(queue, name, {
        VisibilityTimeout: visibilitySeconds,
        ReceiveMessageWaitTimeSeconds: longPollSeconds,
        RedrivePolicy: { maxReceiveCount: deadLetter.maxReceiveCount },
      }),
      ...unless(
        deadLetters !== undefined && referred(at(queue?.[1], 'RedrivePolicy.deadLetterTargetArn')) === deadLetters[0],
        `${name} does not give up into ${deadLetter.name}`,
      ),
    ];
  });

const messagesKept: Check = (template) =>
  [...QUEUE_IDS.map((id) => QUEUES[id].name), ...DEAD_LETTER_QUEUES].flatMap((name) =>
    unlike(queueOf(template, name), name, { MessageRetentionPeriod: MESSAGE_RETENTION_DAYS * 86_400 }),
  );

const queuesEncrypted: Check = (template) =>
  ofType(template, QUEUE).flatMap((queue) => unlike(queue, queue[0], { SqsManagedSseEnabled: true }));

/** Every queue and topic by its id: a pattern that holds for "all policies" holds when there is none. */
const transportIsTls: Check = (template) => {
  const secured = (policyType: string, member: string): Set<string | undefined> =>
    new Set(
      ofType(template, policyType)
        .filter(([, policy]) => list(at(policy, 'PolicyDocument.Statement')).some(deniesPlainHttp))
        .flatMap(([, policy]) => list(policy[member]).map(referred)),
    );
  const queues = secured('AWS::SQS::QueuePolicy', 'Queues');
  const topics = secured('AWS::SNS::TopicPolicy', 'Topics');
  const buckets = new Set(
    ofType(template, 'AWS::S3::BucketPolicy')
      .filter(([, policy]) => list(at(policy, 'PolicyDocument.Statement')).some(deniesPlainHttp))
      .map(([, policy]) => referred(policy.Bucket)),
  );
  const open = (type: string, closed: ReadonlySet<string | undefined>): string[] =>
    ofType(template, type)
      .filter(([id]) => !closed.has(id))
      .map(([id]) => `${id} may be used without TLS`);
  return [...open(QUEUE, queues), ...open('AWS::SNS::Topic', topics), ...open('AWS::S3::Bucket', buckets)];
};

const deniesPlainHttp = (statement: unknown): boolean =>
  at(statement, 'Effect') === 'Deny' &&
  at(at(statement, 'Condition'), 'Bool') !== undefined &&
  (at(statement, 'Condition.Bool') as Record<string, unknown>)['aws:SecureTransport'] === 'false';

const eventsReachTheirQueues: Check = (template) => {
  const topic = named(template, 'AWS::SNS::Topic', 'TopicName', resourceName(template.stage, TOPICS.events.name));
  return TOPICS.events.subscribers.flatMap((id) => {
    const queue = queueOf(template, QUEUES[id].name);
    const subscription = ofType(template, 'AWS::SNS::Subscription').find(
      ([, { TopicArn, Endpoint }]) => referred(TopicArn) === topic?.[0] && referred(Endpoint) === queue?.[0],
    );
    return unlike(subscription, `the subscription of ${id}`, { Protocol: 'sqs', RawMessageDelivery: true });
  });
};

const topicsEncrypted: Check = (template) =>
  template.config.customerKey
    ? ofType(template, 'AWS::SNS::Topic').flatMap(([id, { KmsMasterKeyId }]) =>
        unless(referred(KmsMasterKeyId) !== undefined, `${id} is not under our key`),
      )
    : [];

export const MESSAGING_CHECKS = {
  queuesAsDefined,
  messagesKept,
  queuesEncrypted,
  transportIsTls,
  eventsReachTheirQueues,
  topicsEncrypted,
};
