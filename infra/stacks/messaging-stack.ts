import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, IKey } from 'aws-cdk-lib/aws-kms';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { QUEUE_IDS, QueueId, QUEUES, RELAY_DEAD_LETTER, TOPICS } from '../../src/messaging/queues';
import type { AlarmTopics } from '../alarms/create-alarms';
import { createDeadLetterQueue, createQueue } from '../constructs/queue';
import { createSmsLogRole } from '../constructs/sms-log-role';
import { acknowledgeNag, skipCheckov } from '../constructs/suppressions';
import type { DataSource } from './data-stack';
import { Deployment, named, stackName } from '../deployment';

/** Every queue with its dead letters, the topic of events, and the two topics that tell people of alarms. */
export class MessagingStack extends Stack {
  readonly queues: Readonly<Record<QueueId, Queue>>;
  readonly deadLetters: Readonly<Record<QueueId, Queue>>;
  readonly relayDeadLetters: Queue;
  readonly events: Topic;
  /** Those that tell people. */
  readonly topics: AlarmTopics;
  private readonly key: IKey | undefined;

  constructor(
    scope: Construct,
    private readonly deployment: Deployment,
    data: DataSource,
  ) {
    super(scope, stackName(deployment, 'messaging'), {
      env: deployment.env,
      description: `DINEX ${deployment.stage}: queues, dead letters and topics`,
    });
    this.key = data.keyFor(this);
    const pairs = QUEUE_IDS.map((id) => [id, createQueue(this, deployment, QUEUES[id])] as const);
    this.queues = Object.fromEntries(pairs.map(([id, [queue]]) => [id, queue])) as Record<QueueId, Queue>;
    this.deadLetters = Object.fromEntries(pairs.map(([id, [, dlq]]) => [id, dlq])) as Record<QueueId, Queue>;
    this.relayDeadLetters = createDeadLetterQueue(this, deployment, RELAY_DEAD_LETTER.name);
    this.events = this.createEventsTopic();
    const { alarmEmail, config } = deployment;
    this.topics = {
      pages: this.createAlarmTopic('Alarms', 'alarms', alarmEmail),
      notices: this.createAlarmTopic('Notices', 'notices', config.noticeEmail ?? alarmEmail),
    };
    // Roles have names for the whole account, and the standby's is the same one.
    if (deployment.standby === undefined) createSmsLogRole(this, deployment);
    this.keepExports();
  }

  /** Exported for good: an export that goes before its reader does blocks the deployment that takes the reader away. */
  private keepExports(): void {
    for (const queue of [...Object.values(this.queues), ...Object.values(this.deadLetters), this.relayDeadLetters])
      for (const value of [queue.queueArn, queue.queueUrl]) this.exportValue(value);
  }

  private createEventsTopic(): Topic {
    const topic = new Topic(this, 'Events', {
      topicName: named(this.deployment, TOPICS.events.name),
      enforceSSL: true,
      masterKey: this.key ?? Alias.fromAliasName(this, 'SnsKey', 'alias/aws/sns'),
    });
    for (const id of TOPICS.events.subscribers)
      topic.addSubscription(
        new SqsSubscription(this.queues[id], { rawMessageDelivery: true, deadLetterQueue: this.deadLetters[id] }),
      );
    return topic;
  }

  private createAlarmTopic(id: string, name: string, email: string): ITopic {
    const topic = new Topic(this, id, {
      topicName: named(this.deployment, name),
      enforceSSL: true,
      ...(this.key === undefined ? {} : { masterKey: this.key }),
    });
    topic.addSubscription(new EmailSubscription(email));
    // By hand: `grantPublish` would let the services publish and use the key on behalf of every account.
    for (const service of ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'])
      topic.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal(service)],
          actions: ['sns:Publish'],
          resources: [topic.topicArn],
          conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
        }),
      );
    acknowledgeNag(topic, {
      'Serverless-SNSRedrivePolicy': 'An e-mail subscription has no dead-letter queue that anybody would read sooner.',
    });
    if (this.key === undefined)
      skipCheckov(topic, {
        CKV_AWS_26:
          "CloudWatch cannot publish under the AWS-managed key, dev has none of its own; it carries alarms' names only.",
      });
    return topic;
  }
}
