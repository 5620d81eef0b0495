import { Duration, Stack } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { QueueDefinition, STREAM_SOURCE } from '../../src/messaging/queues';
import { Deployment, isActive, tableInUse } from '../deployment';
import type { DataSource } from '../stacks/data-stack';
import { streamsOf, tableArn } from './connectables';
import { allow } from './connect';
import type { DinexFunction } from './dinex-function';
import { acknowledgeNag, readable } from './suppressions';

/** Feeds a queue to its consumer; one bad message returns alone. */
export function addQueueSource(
  fn: DinexFunction,
  deployment: Deployment,
  queue: IQueue,
  consumer: QueueDefinition['consumer'],
): void {
  fn.alias.addEventSource(
    new SqsEventSource(queue, {
      enabled: isActive(deployment),
      batchSize: consumer.batchSize,
      maxBatchingWindow: Duration.seconds(consumer.batchWindowSeconds),
      maxConcurrency: consumer.maxConcurrency,
      reportBatchItemFailures: true,
    }),
  );
  acknowledgeNag(fn, {
    'Serverless-LambdaEventSourceMappingDestination': 'The queue has a dead-letter queue of its own after 3 tries.',
  });
}

/** Feeds the changes of the tables to the relay, from their oldest: what was written before the first deployment counts too. */
export function addStreamSources(
  relay: DinexFunction,
  deployment: Deployment,
  data: DataSource,
  deadLetters: IQueue,
): void {
  const stack = Stack.of(relay);
  for (const table of STREAM_SOURCE.tables) {
    const stream = data.streamArn(table);
    relay.alias.addEventSourceMapping(`${table}-stream`, {
      eventSourceArn: stream,
      enabled: isActive(deployment),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: STREAM_SOURCE.batchSize,
      parallelizationFactor: deployment.config.streamParallelization ?? STREAM_SOURCE.parallelizationFactor,
      maxRecordAge: Duration.hours(STREAM_SOURCE.maxRecordAgeHours),
      bisectBatchOnError: true,
      // What a lifetime removes is told to nobody: it need not wake the relay.
      filters: [FilterCriteria.filter({ eventName: FilterRule.or('INSERT', 'MODIFY') })],
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(deadLetters),
    });
    // CDK's own grant would list the streams of every table.
    allow(relay, {
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [stream],
    });
    const streams = streamsOf(tableArn(stack, tableInUse(deployment, table)));
    acknowledgeNag(relay, {
      [`AwsSolutions-IAM5[Resource::${readable(stack, streams)}]`]:
        'Lambda lists the streams of this one table when it begins to poll; a stream is named by its time of birth.',
    });
  }
}
