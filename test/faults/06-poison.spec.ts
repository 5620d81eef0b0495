import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clientDefaults } from '../../src/aws/aws-client';
import { createNotificationsHandler } from '../../src/lambda/notifications';
import { queueDepths } from '../../src/messaging/queue-depths';
import { Publisher } from '../../src/messaging/publisher';
import { LAMBDA_CONTEXT, parcelEvent, sqsEvent } from '../factories/events';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';
import { eventually } from '../support/eventually';
import { mailsPerAddress, Pipeline, startPipeline } from '../support/pipeline';
import { takeAll } from '../support/queues';

const t = useApp();
const CLI = join(__dirname, '../../dist/operations/dlq.cli.js');
const POISON = { ...parcelEvent(), status: 'TELEPORTED' };
let pipeline: Pipeline | undefined;

afterEach(async () => {
  await pipeline?.stop();
  pipeline = undefined;
});

const place = async (email: string): Promise<void> => {
  await t.api
    .post('/orders')
    .send(orderBody({ recipient: { name: 'Rosa', email } }))
    .expect(201);
};
/** A pipeline where what failed comes again at once. So would what is in hand, hence its single consumer. */
async function startHasty(): Promise<Pipeline> {
  const client = new SQSClient(clientDefaults('us-east-1', t.environment.AWS_ENDPOINT_URL_SQS));
  const QueueUrl = t.environment.NOTIFICATIONS_QUEUE_URL;
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '0' } }));
  client.destroy();
  pipeline = await startPipeline(t.environment, { concurrency: 1 });
  return pipeline;
}
const deadLetters = async (queue: string): Promise<Message[]> => {
  const letters: Message[] = [];
  await eventually(async () => {
    letters.push(...(await takeAll(t.environment, queue)));
    expect(letters).toHaveLength(1);
  });
  return letters;
};
const dlq = (...args: string[]) =>
  promisify(execFile)(process.execPath, [CLI, ...args], {
    env: { ...process.env, ...t.environment, LOG_LEVEL: 'SILENT', METRICS: 'off' },
  });

it('one bad message in ten returns only its id', async () => {
  pipeline = await startPipeline(t.environment, { only: [] });
  const events = Array.from({ length: 10 }, (_, i) => (i === 6 ? POISON : parcelEvent()));
  const answer = await createNotificationsHandler(pipeline.worker)(sqsEvent(...events), LAMBDA_CONTEXT);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '6' }] });
});

it('after 3 tries it is in the DLQ with its reason, and the other nine are told', async () => {
  const { worker } = await startHasty();
  await worker.get(Publisher).publish({ to: 'notifications', body: POISON });
  const emails = Array.from({ length: 9 }, (_, i) => `nueve-${i}@example.pe`);
  await Promise.all(emails.map(place));
  expect(await mailsPerAddress(t.environment, emails)).toEqual(emails.map(() => 1));
  const [letter] = await deadLetters('notifications-dlq');
  expect(JSON.parse(letter?.Body ?? '')).toEqual(POISON);
  expect(letter?.MessageAttributes?.reason?.StringValue).toMatch(/status must be one of/);
});

it('npm run dlq tells the reason', async () => {
  const { worker } = await startHasty();
  await worker.get(Publisher).publish({ to: 'notifications', body: POISON });
  const queues = worker.get(SQSClient);
  await eventually(async () => {
    expect((await queueDepths(queues, 'local'))['notifications-dlq']).toBe(1);
  });
  const { stdout } = await dlq('list', 'notifications');
  expect(stdout).toMatch(/reason .*status must be one of/);
  expect(stdout).toContain('1 in notifications-dlq');
});

it('a poison stream record goes whole to relay-dlq, counts as done and does not block its shard', async () => {
  const tables = new DynamoDBClient(clientDefaults('us-east-1', t.environment.AWS_ENDPOINT_URL_DYNAMODB));
  const poison = { order_id: { S: 'not-an-order' }, created_at: { S: '2026-11-21T15:00:00.000Z' } };
  await tables.send(new PutItemCommand({ TableName: t.environment.ORDERS_TABLE, Item: poison }));
  tables.destroy();
  pipeline = await startPipeline(t.environment);
  await place('tras-el-veneno@example.pe');
  await mailsPerAddress(t.environment, ['tras-el-veneno@example.pe']);
  const [letter] = await deadLetters('relay-dlq');
  expect(JSON.parse(letter?.Body ?? '')).toMatchObject({ eventName: 'INSERT', dynamodb: { NewImage: poison } });
  expect(letter?.MessageAttributes?.reason?.StringValue).toBe('tracking_id must be a text');
  expect(pipeline.sources.iteratorAges().orders).toBe(0);
});
