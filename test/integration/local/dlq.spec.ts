import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientDefaults } from '../../../src/aws/aws-client';
import { Platform, startPlatform } from '../../../src/local/platform';
import { takeAll } from '../../support/queues';

const CLI = join(__dirname, '../../../dist/operations/dlq.cli.js');
const folder = mkdtempSync(join(tmpdir(), 'dinex-test-'));
let platform: Platform;
let client: SQSClient;

beforeAll(async () => {
  platform = await startPlatform({ dataDir: folder, stage: 'local' });
  client = new SQSClient(clientDefaults('us-east-1', platform.environment.AWS_ENDPOINT_URL_SQS));
});
beforeEach(() => {
  platform.clear();
});
afterAll(async () => {
  client.destroy();
  await platform.stop();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly output: string;
}
const dlq = (args: string[], environment: Record<string, string> = { DINEX_DATA_DIR: folder }): Promise<Run> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, LOG_LEVEL: 'SILENT', METRICS: 'off', ...environment };
    const child = execFile(process.execPath, [CLI, ...args], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
    });
  });

async function put(queue: string, body: string, attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: `dinex-local-${queue}` }));
  const { MessageId = '' } = await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: body,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    }),
  );
  return MessageId;
}
const bodies = async (queue: string): Promise<(string | undefined)[]> =>
  (await takeAll(platform.environment, queue)).map(({ Body }) => Body);

describe('npm run dlq', () => {
  it('lists dead letters with their reasons and leaves them there', async () => {
    const first = await put('notifications-dlq', '{"event_id":"1"}', { reason: 'no such order' });
    const second = await put('notifications-dlq', '{"event_id":"2"}');
    for (let again = 0; again < 2; again++) {
      const { code, output } = await dlq(['list', 'notifications']);
      expect(code).toBe(0);
      expect(output).toContain(first);
      expect(output).toContain(second);
      expect(output).toContain('reason  no such order');
      expect(output).toContain('2 in notifications-dlq');
    }
    expect(await bodies('notifications-dlq')).toHaveLength(2);
  });

  it('redrives one message, and then the rest', async () => {
    const first = await put('orders-dlq', 'first');
    await put('orders-dlq', 'second');
    expect(await dlq(['redrive', 'orders', '--id', first])).toEqual({ code: 0, output: '1 redriven, 0 stay\n' });
    expect(await bodies('orders-queue')).toEqual(['first']);
    expect(await dlq(['redrive', 'orders'])).toEqual({ code: 0, output: '1 redriven, 0 stay\n' });
    expect(await bodies('orders-queue')).toEqual(['second']);
    expect(await bodies('orders-dlq')).toEqual([]);
  });

  it('drops what it is told and nothing else', async () => {
    const first = await put('plans-dlq', 'first');
    await put('plans-dlq', 'second');
    expect(await dlq(['drop', 'plans', '--id', first])).toEqual({ code: 0, output: '1 dropped, 0 stay\n' });
    expect(await bodies('plans-dlq')).toEqual(['second']);
  });

  it('hands stream records to the relay again, and keeps those that still fail', async () => {
    const record = {
      eventName: 'INSERT',
      eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/dinex-local-orders/stream/1',
      dynamodb: {
        SequenceNumber: '1',
        NewImage: {
          order_id: { S: '01a1ff9a-18af-7a50-bbce-3e089db68bb2' },
          tracking_id: { S: 'DNX1' },
          status: { S: 'CREATED' },
          last_event_id: { S: 'e1' },
          version: { N: '1' },
          last_event_at: { S: '2026-11-21T10:00:00.000Z' },
        },
      },
    };
    await put('relay-dlq', JSON.stringify(record), { reason: 'topic gone', source: record.eventSourceARN });
    const broken = await put('relay-dlq', 'no record', { reason: 'unknown', source: 'unknown' });
    const { code, output } = await dlq(['redrive', 'relay']);
    expect(output).toMatch(new RegExp(`${broken} stays: .*\n`));
    expect(output).toContain('1 redriven, 1 stay');
    expect(code).toBe(1);
    expect((await bodies('notifications-queue')).map((body = '') => JSON.parse(body) as unknown)).toMatchObject([
      { event_id: 'e1' },
    ]);
    expect(await bodies('relay-dlq')).toEqual(['no record']);
  });

  it('says what to do when it is not told what to work on', async () => {
    expect(await dlq(['list', 'orders'], { DINEX_DATA_DIR: join(folder, 'nowhere') })).toEqual({
      code: 1,
      output: `Nothing runs in ${join(folder, 'nowhere')}: start it with npm start, or name a deployed stage with STAGE (and AWS credentials).\n`,
    });
    expect((await dlq(['list', 'nothing'])).output).toMatch(/^npm run dlq -- list\|redrive\|drop/);
  });
});
