import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption, QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { MESSAGE_RETENTION_DAYS, QueueDefinition } from '../../src/messaging/queues';
import { Deployment, named } from '../deployment';
import { acknowledgeNag, skipCheckov } from './suppressions';

const COMMON: QueueProps = {
  enforceSSL: true,
  encryption: QueueEncryption.SQS_MANAGED,
  retentionPeriod: Duration.days(MESSAGE_RETENTION_DAYS),
};

/** A queue and its dead-letter queue, exactly as `queues.ts` defines them. */
export function createQueue(scope: Construct, deployment: Deployment, definition: QueueDefinition): [Queue, Queue] {
  const deadLetters = createDeadLetterQueue(scope, deployment, definition.deadLetter.name);
  const queue = new Queue(scope, definition.name, {
    ...COMMON,
    queueName: named(deployment, definition.name),
    visibilityTimeout: Duration.seconds(definition.visibilitySeconds),
    receiveMessageWaitTime: Duration.seconds(definition.longPollSeconds),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: definition.deadLetter.maxReceiveCount },
  });
  explainEncryption(queue);
  return [queue, deadLetters];
}

export function createDeadLetterQueue(scope: Construct, deployment: Deployment, name: string): Queue {
  const queue = new Queue(scope, name, {
    ...COMMON,
    queueName: named(deployment, name),
  });
  explainEncryption(queue);
  acknowledgeNag(queue, {
    'AwsSolutions-SQS3': 'It is a dead-letter queue itself.',
    'Serverless-SQSRedrivePolicy': 'It is a dead-letter queue itself.',
  });
  return queue;
}

const explainEncryption = (queue: Queue): void => {
  skipCheckov(queue, {
    CKV_AWS_27: 'Encrypted by SQS-managed keys (SSE-SQS), as the requirement says; the rule knows KMS only.',
  });
};
