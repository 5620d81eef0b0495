import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientDefaults } from '../../../src/aws/aws-client';
import { loadConfig } from '../../../src/config/config';
import { TABLE_IDS, TABLES, TTL_ATTRIBUTE } from '../../../src/database/tables';
import { Platform, startPlatform } from '../../../src/local/platform';
import { QUEUE_IDS, QUEUES } from '../../../src/messaging/queues';

const folder = mkdtempSync(join(tmpdir(), 'dinex-test-'));
let platform: Platform;
const environment = (name: string): string => platform.environment[name] ?? '';
const client = <T>(Client: new (options: ReturnType<typeof clientDefaults>) => T, service: string): T =>
  new Client(clientDefaults('us-east-1', environment(`AWS_ENDPOINT_URL_${service}`)));
const start = async (): Promise<void> => {
  platform = await startPlatform({ dataDir: folder, stage: 'test' });
};

beforeAll(start);
afterAll(async () => {
  await platform.stop();
  rmSync(folder, { recursive: true });
});

describe('the embedded platform', () => {
  it('gives the program every variable that it needs', () => {
    const { resources, ...config } = loadConfig(platform.environment);
    expect(config).toMatchObject({ STAGE: 'test', AWS_ENDPOINT_URL_SESV2: platform.mailboxUrl });
    expect([...Object.values(resources.tables), ...Object.values(resources.queues)]).not.toContain(undefined);
    expect(resources.relayDeadLetterUrl).toMatch(/dinex-test-relay-dlq$/);
    expect(resources.eventsTopicArn).toBe('arn:aws:sns:us-east-1:000000000000:dinex-test-events');
  });

  it.each(TABLE_IDS)('creates the table %s with its keys, indexes, stream and TTL', async (id) => {
    const tables = client(DynamoDBClient, 'DYNAMODB');
    const TableName = environment(`${id.toUpperCase()}_TABLE`);
    const { Table } = await tables.send(new DescribeTableCommand({ TableName }));
    const { TimeToLiveDescription } = await tables.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(Table?.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(Object.values(TABLES[id].key));
    expect((Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName).sort()).toEqual(
      Object.keys(TABLES[id].indexes).sort(),
    );
    expect(Table?.StreamSpecification?.StreamViewType).toBe(TABLES[id].stream ? 'NEW_AND_OLD_IMAGES' : undefined);
    expect(TimeToLiveDescription).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: TTL_ATTRIBUTE });
  });

  it.each(QUEUE_IDS)('creates the queue %s with its visibility, long poll and dead letters', async (id) => {
    const QueueUrl = environment(`${id.toUpperCase()}_QUEUE_URL`);
    const { Attributes } = await client(SQSClient, 'SQS').send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      VisibilityTimeout: String(QUEUES[id].visibilitySeconds),
      ReceiveMessageWaitTimeSeconds: String(QUEUES[id].longPollSeconds),
    });
    expect(JSON.parse(Attributes?.RedrivePolicy ?? '{}')).toEqual({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:dinex-test-${QUEUES[id].deadLetter.name}`,
      maxReceiveCount: QUEUES[id].deadLetter.maxReceiveCount,
    });
  });

  it('delivers what is published raw, once, also after a second start', async () => {
    await platform.stop();
    await start();
    await client(SNSClient, 'SNS').send(
      new PublishCommand({ TopicArn: environment('EVENTS_TOPIC_ARN'), Message: '{"event_id":"e"}' }),
    );
    const { Messages } = await client(SQSClient, 'SQS').send(
      new ReceiveMessageCommand({
        QueueUrl: environment('NOTIFICATIONS_QUEUE_URL'),
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
      }),
    );
    expect(Messages?.map(({ Body }) => Body)).toEqual(['{"event_id":"e"}']);
  });

  it('keeps items, messages and mails over a restart', async () => {
    platform.clear();
    await client(DynamoDBClient, 'DYNAMODB').send(
      new PutItemCommand({ TableName: environment('ROUTES_TABLE'), Item: { route_id: { S: 'r' } } }),
    );
    await client(SQSClient, 'SQS').send(
      new SendMessageCommand({ QueueUrl: environment('PLANS_QUEUE_URL'), MessageBody: 'kept' }),
    );
    await client(SESv2Client, 'SESV2').send(
      new SendEmailCommand({
        FromEmailAddress: 'a@dinex.example',
        Destination: { ToAddresses: ['b@dinex.example'] },
        Content: { Simple: { Subject: { Data: 'Kept' }, Body: { Text: { Data: 'x' } } } },
      }),
    );
    await platform.stop();
    await start();
    const { Table } = await client(DynamoDBClient, 'DYNAMODB').send(
      new DescribeTableCommand({ TableName: environment('ROUTES_TABLE') }),
    );
    const { Messages } = await client(SQSClient, 'SQS').send(
      new ReceiveMessageCommand({ QueueUrl: environment('PLANS_QUEUE_URL') }),
    );
    expect(Table?.ItemCount).toBe(1);
    expect(Messages?.map(({ Body }) => Body)).toEqual(['kept']);
    expect(await mailSubjects()).toEqual(['Kept']);
  });

  it('keeps what was deleted deleted and what was set aside or released there, over a restart', async () => {
    platform.clear();
    const queueUrl = environment('PLANS_QUEUE_URL');
    const send = (MessageBody: string) =>
      client(SQSClient, 'SQS').send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    const receive = async (QueueUrl: string): Promise<Message[]> =>
      (
        await client(SQSClient, 'SQS').send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0, WaitTimeSeconds: 0 }),
        )
      ).Messages ?? [];
    await send('poison');
    for (let tries = 0; tries <= QUEUES.plans.deadLetter.maxReceiveCount; tries++) await receive(queueUrl);
    await send('done');
    await send('released');
    for (const { Body, ReceiptHandle } of await receive(queueUrl)) {
      const handle = { QueueUrl: queueUrl, ReceiptHandle };
      if (Body === 'done') await client(SQSClient, 'SQS').send(new DeleteMessageCommand(handle));
      else await client(SQSClient, 'SQS').send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
    }
    await platform.stop();
    await start();
    expect((await receive(environment('PLANS_QUEUE_URL'))).map(({ Body }) => Body)).toEqual(['released']);
    const deadLetters = environment('PLANS_QUEUE_URL').replace('plans-queue', 'plans-dlq');
    expect((await receive(deadLetters)).map(({ Body }) => Body)).toEqual(['poison']);
  });

  it('shows an SMS as a mail', async () => {
    platform.clear();
    await client(SNSClient, 'SNS').send(
      new PublishCommand({ PhoneNumber: '+51999000111', Message: 'Su pedido llega hoy' }),
    );
    expect(await mailSubjects()).toEqual(['SMS +51999000111']);
  });

  it('refuses a folder that another one uses, naming its process', async () => {
    await expect(startPlatform({ dataDir: folder, stage: 'test' })).rejects.toThrow(
      new RegExp(`in use by process ${process.pid}: stop it, or set DINEX_DATA_DIR`),
    );
  });

  it('refuses a damaged folder and says what to do', async () => {
    const damaged = mkdtempSync(join(tmpdir(), 'dinex-test-'));
    writeFileSync(join(damaged, 'tables.db'), 'no database at all, but long enough to be read as one. '.repeat(40));
    await expect(startPlatform({ dataDir: damaged, stage: 'test' })).rejects.toThrow(
      /damaged .* restore it, or move it away/,
    );
    rmSync(damaged, { recursive: true });
  });
});

async function mailSubjects(): Promise<string[]> {
  const { emails } = (await (await fetch(`${platform.mailboxUrl}/store`)).json()) as { emails: { subject: string }[] };
  return emails.map(({ subject }) => subject);
}
