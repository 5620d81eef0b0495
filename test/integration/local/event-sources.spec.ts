import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SqsSchema } from '@aws-lambda-powertools/parser/schemas/sqs';
import { DynamoDBStreamSchema } from '@aws-lambda-powertools/parser/schemas/dynamodb';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientDefaults } from '../../../src/aws/aws-client';
import { Config, loadConfig } from '../../../src/config/config';
import { EventSources, Handlers, startEventSources } from '../../../src/local/event-sources';
import { QUEUES } from '../../../src/messaging/queues';
import { eventually } from '../../support/eventually';
import { gate } from '../../support/gate';
import { usePlatform } from '../../support/platform';

const platform = usePlatform('sources');
const checkpointFolder = mkdtempSync(join(tmpdir(), 'dinex-test-'));
let config: Config;
let queues: SQSClient;
let tables: DynamoDBClient;
let queueUrl: string;
const sources: EventSources[] = [];

beforeAll(async () => {
  config = loadConfig(platform.environment);
  queues = new SQSClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SQS));
  tables = new DynamoDBClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_DYNAMODB));
  queueUrl = config.resources.queues.notifications ?? '';
  // What failed is visible again at once, so that no test waits; so is what is being handled, hence one environment.
  await queues.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { VisibilityTimeout: '0' } }));
});
afterEach(async () => {
  await stop();
});
afterAll(() => {
  rmSync(checkpointFolder, { recursive: true });
});

const failures: string[] = [];
const start = async (handlers: Handlers, checkpointFile?: string): Promise<void> => {
  const options = { pollMs: 5, concurrency: 1, report: (message: string) => void failures.push(message) };
  sources.push(
    await startEventSources(config, handlers, checkpointFile === undefined ? options : { ...options, checkpointFile }),
  );
};
const stop = async (): Promise<void> => {
  await Promise.all(sources.splice(0).map((source) => source.stop()));
};
const send = (...bodies: string[]): Promise<unknown> =>
  Promise.all(
    bodies.map((MessageBody) =>
      queues.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody,
          MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
        }),
      ),
    ),
  );
const put = async (table: 'orders' | 'tracking', id: string): Promise<void> => {
  const key =
    table === 'orders'
      ? { order_id: { S: id }, created_at: { S: '1' } }
      : { tracking_id: { S: id }, timestamp: { S: '1' } };
  await tables.send(
    new PutItemCommand({
      TableName: config.resources.tables[table],
      Item: { ...key, blob: { B: Buffer.from('blob') } },
    }),
  );
};
const ordersOf = ({ Records }: DynamoDBStreamEvent): string[] =>
  Records.flatMap(({ dynamodb }) => dynamodb?.Keys?.order_id?.S ?? []);
const waiting = async (url: string): Promise<number> => {
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
};

describe('a queue as event source', () => {
  it('hands over events as AWS shapes them and deletes what was handled', async () => {
    const events: SQSEvent[] = [];
    await send('{"a":1}');
    await start({ queues: { notifications: () => (event) => Promise.resolve(void events.push(event)) } });
    await eventually(async () => {
      expect(await waiting(queueUrl)).toBe(0);
    });
    expect(events).toHaveLength(1);
    expect(SqsSchema.parse(events[0]).Records).toMatchObject([
      {
        body: '{"a":1}',
        attributes: { ApproximateReceiveCount: '1' },
        messageAttributes: { kind: { stringValue: 'test', dataType: 'String' } },
        eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:dinex-sources-notifications-queue',
        awsRegion: 'us-east-1',
      },
    ]);
  });

  it('hands over again only what failed, and sets it aside after its tries', async () => {
    const seen: string[] = [];
    const handler = (event: SQSEvent): Promise<unknown> => {
      seen.push(...event.Records.map(({ body }) => body));
      const batchItemFailures = event.Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({
        itemIdentifier: messageId,
      }));
      return Promise.resolve({ batchItemFailures });
    };
    await send('good', 'bad', 'fine');
    await start({ queues: { notifications: () => handler } });
    const { QueueUrl = '' } = await queues.send(
      new GetQueueUrlCommand({ QueueName: 'dinex-sources-notifications-dlq' }),
    );
    await eventually(async () => {
      expect(await waiting(QueueUrl)).toBe(1);
    });
    expect(seen.filter((body) => body === 'bad')).toHaveLength(QUEUES.notifications.deadLetter.maxReceiveCount);
    expect(seen.filter((body) => body !== 'bad').sort()).toEqual(['fine', 'good']);
    expect(await waiting(queueUrl)).toBe(0);
    const { Messages } = await queues.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));
    expect(Messages).toMatchObject([{ Body: 'bad', MessageAttributes: { kind: { StringValue: 'test' } } }]);
  });

  it('hands over the whole batch again when the handler throws', async () => {
    let calls = 0;
    await send('once more');
    await start({
      queues: { notifications: () => () => (++calls === 1 ? Promise.reject(new Error('down')) : Promise.resolve()) },
    });
    await eventually(async () => {
      expect(await waiting(queueUrl)).toBe(0);
    });
    expect(calls).toBe(2);
  });

  it('stops only after the batch in flight is done', async () => {
    const arrived = gate();
    const release = gate();
    await send('slow');
    await start({
      queues: {
        notifications: () => async () => {
          arrived.open();
          await release.opened;
        },
      },
    });
    await arrived.opened;
    const stopped = stop();
    release.open();
    await stopped;
    expect(await waiting(queueUrl)).toBe(0);
  });

  it('leaves the messages of a handler that is not there', async () => {
    await send('waits');
    await start({ queues: {} });
    await stop();
    expect(await waiting(queueUrl)).toBe(1);
  });
});

describe('a stream as event source', () => {
  it('hands over changes as AWS shapes them, in order', async () => {
    const events: DynamoDBStreamEvent[] = [];
    await put('orders', 'first');
    await put('orders', 'second');
    await start({ queues: {}, stream: () => (event) => Promise.resolve(void events.push(event)) });
    await eventually(() => {
      expect(events.flatMap(ordersOf).slice(-2)).toEqual(['first', 'second']);
    });
    const [record] = DynamoDBStreamSchema.parse(events.at(-1)).Records.slice(-1);
    expect(record).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: expect.stringMatching(
        /^arn:aws:dynamodb:us-east-1:000000000000:table\/dinex-sources-orders\/stream\//,
      ) as string,
    });
    expect(events.at(-1)?.Records.at(-1)?.dynamodb?.NewImage?.blob).toEqual({
      B: Buffer.from('blob').toString('base64'),
    });
  });

  it('goes on from the record that failed', async () => {
    const seen: string[] = [];
    let refused = false;
    await start({
      queues: {},
      stream: () => (event) => {
        const failing = event.Records.find(({ dynamodb }) => dynamodb?.Keys?.order_id?.S === 'refused-once');
        if (refused || failing === undefined) {
          seen.push(...ordersOf(event));
          return Promise.resolve({ batchItemFailures: [] });
        }
        refused = true;
        return Promise.resolve({ batchItemFailures: [{ itemIdentifier: failing.dynamodb?.SequenceNumber }] });
      },
    });
    await put('orders', 'refused-once');
    await put('orders', 'after');
    await eventually(() => {
      expect(seen).toContain('after');
    });
    expect(seen.filter((id) => id === 'refused-once')).toHaveLength(1);
    expect(seen.indexOf('refused-once')).toBeLessThan(seen.indexOf('after'));
  });

  it('lets one table wait without holding up another', async () => {
    const seen: string[] = [];
    await start({
      queues: {},
      stream: () => (event) => {
        if (ordersOf(event).length > 0) return Promise.reject(new Error('the orders relay is down'));
        seen.push(...event.Records.flatMap(({ dynamodb }) => dynamodb?.Keys?.tracking_id?.S ?? []));
        return Promise.resolve();
      },
    });
    await put('orders', 'stuck');
    await put('tracking', 'passes');
    await eventually(() => {
      expect(seen).toContain('passes');
    });
    expect(sources[0]?.iteratorAges().tracking).toBe(0);
  });

  it('resumes at its checkpoint', async () => {
    const checkpointFile = join(checkpointFolder, 'checkpoints.json');
    const collect = (seen: string[]): Handlers => ({
      queues: {},
      stream: () => (event) => Promise.resolve(void seen.push(...ordersOf(event))),
    });
    const [before, after]: [string[], string[]] = [[], []];
    await put('orders', 'before');
    await start(collect(before), checkpointFile);
    await eventually(() => {
      expect(before).toContain('before');
    });
    await stop();
    await put('orders', 'while stopped');
    await start(collect(after), checkpointFile);
    await eventually(() => {
      expect(after).toEqual(['while stopped']);
    });
  });
});
