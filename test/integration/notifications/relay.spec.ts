import { DeleteCommand, DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Config } from '../../../src/config/config';
import { createStreamHandler, TABLE_STREAMS } from '../../../src/lambda/stream';
import { EventSources, startEventSources } from '../../../src/local/event-sources';
import type { TableStream } from '../../../src/messaging/table-stream';
import { currentScope } from '../../../src/observability/scope';
import { LAMBDA_CONTEXT, streamEvent } from '../../factories/events';
import { eventually } from '../../support/eventually';
import { usePlatform } from '../../support/platform';
import { bodiesOf, takeAll } from '../../support/queues';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
const NOWHERE = 'http://127.0.0.1:9';
const workers: Worker[] = [];
const worker = async (variables: Record<string, string> = {}): Promise<Worker> => {
  const started = await startWorker({ ...platform.environment, ...variables });
  workers.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(workers.splice(0).map((started) => started.end()));
});

const ORDERS = 'dinex-local-orders';
const row = (id: string, fields: object = {}) => ({
  order_id: id,
  created_at: '2026-11-21T15:00:00.000Z',
  tracking_id: `DNX${id}`,
  status: 'CREATED',
  last_event_id: `${id}-created`,
  last_event_at: '2026-11-21T15:00:00.000Z',
  version: 1,
  recipient: { name: 'Rosa', email: 'rosa@example.pe' },
  ...fields,
});
const relay = ({ app }: Worker, event: DynamoDBStreamEvent, routes?: readonly TableStream[]) =>
  createStreamHandler(app, routes)(event, LAMBDA_CONTEXT);
const published = async () => bodiesOf(await takeAll(platform.environment, 'notifications-queue'));
const deadLetters = () => takeAll(platform.environment, 'relay-dlq');
const failedOf = (answer: { batchItemFailures: { itemIdentifier: string }[] }) =>
  answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

describe('what the stream really carries', () => {
  it('becomes one message per creation and change of status, and none for anything else', async () => {
    const { app } = await worker();
    const store = app.get(DynamoDBDocumentClient);
    const { resources } = app.get(Config);
    const update = (id: string, sets: Record<string, string>) =>
      store.send(
        new UpdateCommand({
          TableName: resources.tables.orders,
          Key: { order_id: id, created_at: row(id).created_at },
          UpdateExpression: `SET ${Object.keys(sets)
            .map((name) => `#${name} = :${name}`)
            .join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(Object.keys(sets).map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(
            Object.entries(sets).map(([name, value]) => [`:${name}`, value]),
          ),
        }),
      );
    const tracking = (timestamp: string, fields: object = {}) =>
      store.send(
        new PutCommand({
          TableName: resources.tables.tracking,
          Item: { ...row('T'), order_id: undefined, tracking_id: 'TRK001', status: 'IN_TRANSIT', timestamp, ...fields },
        }),
      );
    await store.send(new PutCommand({ TableName: resources.tables.orders, Item: row('A') }));
    await update('A', { route_id: 'r1' });
    await update('A', { status: 'PICKED_UP', last_event_id: 'A-2', correlation_id: 'c1' });
    await tracking('2026-11-21T15:00:00.000Z#e1');
    await tracking('HEAD');
    await store.send(
      new DeleteCommand({
        TableName: resources.tables.orders,
        Key: { order_id: 'A', created_at: row('A').created_at },
      }),
    );

    const sources: EventSources = await startEventSources(
      app.get(Config),
      { queues: {}, stream: () => createStreamHandler(app) },
      { pollMs: 5 },
    );
    const messages: unknown[] = [];
    await eventually(async () => {
      messages.push(...(await published()));
      expect(messages.length).toBeGreaterThanOrEqual(3);
    });
    await sources.stop();
    messages.push(...(await published()));
    const occurred_at = '2026-11-21T15:00:00.000Z';
    expect(messages).toHaveLength(3);
    expect(messages).toEqual(
      expect.arrayContaining([
        {
          event_id: 'A-created',
          type: 'order.created',
          order_id: 'A',
          tracking_id: 'DNXA',
          status: 'CREATED',
          version: 1,
          occurred_at,
        },
        {
          event_id: 'A-2',
          type: 'order.status_changed',
          order_id: 'A',
          tracking_id: 'DNXA',
          status: 'PICKED_UP',
          previous_status: 'CREATED',
          version: 1,
          occurred_at,
          correlation_id: 'c1',
        },
        {
          event_id: 'T-created',
          type: 'tracker.status_changed',
          tracking_id: 'TRK001',
          status: 'IN_TRANSIT',
          version: 1,
          occurred_at,
        },
      ]),
    );
    expect(await deadLetters()).toEqual([]);
  });
});

describe('a record that cannot be published', () => {
  it('goes whole to the relay dead letters with its reason, and the others are published', async () => {
    const { tracking_id: _, ...poison } = row('B');
    const event = streamEvent(ORDERS, { after: row('A') }, { after: poison }, { after: row('C') });
    expect(failedOf(await relay(await worker(), event))).toEqual([]);
    expect((await published()).map((message) => (message as { order_id: string }).order_id).sort()).toEqual(['A', 'C']);
    const [letter, ...more] = await deadLetters();
    expect(more).toEqual([]);
    expect(JSON.parse(letter?.Body ?? '')).toEqual(event.Records[1]);
    expect(letter?.MessageAttributes?.reason?.StringValue).toBe('tracking_id must be a text');
  });

  it('is packed where two whole images are more than a message holds', async () => {
    const after = { ...row('A', { notes: 'x'.repeat(600_000) }), status: 'NOWHERE' };
    const event = streamEvent(ORDERS, { before: { ...after, last_event_id: 'other' }, after });
    expect(failedOf(await relay(await worker(), event))).toEqual([]);
    const [letter] = await deadLetters();
    expect(letter?.MessageAttributes?.content_encoding?.StringValue).toBe('gzip+base64');
    const record = JSON.parse(gunzipSync(Buffer.from(letter?.Body ?? '', 'base64')).toString()) as DynamoDBRecord;
    expect(record).toEqual(event.Records[0]);
  });

  it('of a table that nobody knows is one too', async () => {
    await relay(await worker(), streamEvent('somebody-elses', { after: row('A') }));
    expect((await deadLetters())[0]?.MessageAttributes?.reason?.StringValue).toBe('unknown table somebody-elses');
  });

  it('comes again when even the dead letters cannot be reached', async () => {
    const event = streamEvent(ORDERS, { after: row('A') }, { after: row('B', { status: 'NOWHERE' }) });
    expect(failedOf(await relay(await worker({ AWS_ENDPOINT_URL_SQS: NOWHERE }), event))).toEqual(['2']);
    expect(await published()).toHaveLength(1);
  });
});

describe('a publication that failed', () => {
  it('returns the sequence numbers of what was to be published, and comes again with the same event ids', async () => {
    const event = streamEvent(
      ORDERS,
      { before: row('A'), after: row('A', { route_id: 'r1' }) },
      { after: row('B') },
      { before: row('C') },
      { after: row('D') },
    );
    expect(failedOf(await relay(await worker({ AWS_ENDPOINT_URL_SNS: NOWHERE }), event))).toEqual(['2', '4']);
    expect(await deadLetters()).toEqual([]);

    expect(failedOf(await relay(await worker(), event))).toEqual([]);
    expect((await published()).map((message) => (message as { event_id: string }).event_id).sort()).toEqual([
      'B-created',
      'D-created',
    ]);
  });

  it.each([
    ['InternalError', ['12'], 0],
    ['InvalidParameter', [], 1],
  ])('of one entry of a batch with %s concerns that one only', async (code, failed, letters) => {
    const topic = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const entry = /member\.(\d+)\.Message=[^&]*K11-created/.exec(body)?.[1];
        const failure =
          entry === undefined
            ? ''
            : `<member><Id>${Number(entry) - 1}</Id><Code>${code}</Code><SenderFault>true</SenderFault></member>`;
        response
          .writeHead(200, { 'content-type': 'text/xml' })
          .end(
            '<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>' +
              `<Successful/><Failed>${failure}</Failed></PublishBatchResult></PublishBatchResponse>`,
          );
      });
    });
    await new Promise<void>((resolve) => topic.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(topic.address() as AddressInfo).port}`;
    const event = streamEvent(ORDERS, ...Array.from({ length: 25 }, (_, i) => ({ after: row(`K${i}`) })));
    expect(failedOf(await relay(await worker({ AWS_ENDPOINT_URL_SNS: endpoint }), event))).toEqual(failed);
    expect(await deadLetters()).toHaveLength(letters);
    topic.closeAllConnections();
    topic.close();
  });
});

it('works under the id of the request that made the change, or else of the record', async () => {
  const ids: (string | undefined)[] = [];
  const watched: TableStream = {
    table: 'orders',
    messagesOf: () => {
      ids.push(currentScope()?.correlationId);
      return [];
    },
  };
  const event = streamEvent(ORDERS, { after: row('A', { correlation_id: 'c1' }) }, { after: row('B') });
  expect(failedOf(await relay(await worker(), event, [watched]))).toEqual([]);
  expect(ids).toEqual(['c1', '1']);
});

it('publishes what any module adds as a stream, to queues as well', async () => {
  const imports: TableStream = {
    table: 'imports',
    messagesOf: ({ after: { import_id } }) => [0, 1, 2].map((chunk) => ({ to: 'orders', body: { import_id, chunk } })),
  };
  const event = streamEvent('dinex-local-imports', { after: { import_id: 'i1', state: 'READY' } });
  expect(failedOf(await relay(await worker(), event, [...TABLE_STREAMS, imports]))).toEqual([]);
  expect(bodiesOf(await takeAll(platform.environment, 'orders-queue'))).toEqual(
    [0, 1, 2].map((chunk) => ({ import_id: 'i1', chunk })),
  );
});
