import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, IKey } from 'aws-cdk-lib/aws-kms';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { QUEUE_IDS, QueueId, QUEUES, RELAY_DEAD_LETTER, TOPICS } from '../../src/messaging/queues';
import type { AlarmTopics } from '../alarms/create-alarms';
import { createDeadLetterQueue, createQueue } from '../constructs/queue';
import { acknowledgeNag, skipCheckov } from '../constructs/suppressions';
import type { DataSource } from './data-stack';
import { Deployment, named, stackName } from '../deployment';

/** The role by which SNS writes the delivery status of text messages, as named in a stage. */
export const SMS_LOG_ROLE = 'sms-log';

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
    this.createSmsLogRole();
    this.keepExports();
  }

  /** Exported for good: an export that goes before its reader does blocks the deployment that takes the reader away. */
  private keepExports(): void {
    for (const queue of [...Object.values(this.queues), ...Object.values(this.deadLetters), this.relayDeadLetters])
      for (const value of [queue.queueArn, queue.queueUrl]) this.exportValue(value);
  }

  /** The role by which SNS logs what carriers did with each text message; SNS is told of it by `npm run account -- STAGE --set`. */
  private createSmsLogRole(): void {
    const logs = this.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `sns/${this.region}/${this.account}/DirectPublishToPhoneNumber*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const role = new Role(this, 'SmsLogRole', {
      roleName: named(this.deployment, SMS_LOG_ROLE),
      assumedBy: new ServicePrincipal('sns.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:PutRetentionPolicy'],
        resources: [logs],
      }),
    );
    acknowledgeNag(role, { 'AwsSolutions-IAM5': 'SNS names the log group and its streams itself.' });
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
