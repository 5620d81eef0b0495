import { SqsSchema } from '@aws-lambda-powertools/parser/schemas/sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { LAMBDA_CONTEXT, parcelEvent, sqsEvent } from '../factories/events';
import { loadBundle } from '../support/bundle';
import { MailProxy, startMailProxy } from '../support/mail-proxy';
import { mailsIn } from '../support/mailbox';
import { usePlatform } from '../support/platform';
import { startWorker, Worker } from '../support/worker';

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
const platform = usePlatform();
let proxy: MailProxy;
let shop: Worker;
let handler: Handler;

beforeAll(async () => {
  proxy = await startMailProxy(
    () => platform.mailboxUrl,
    (mail) => (mail.includes('unlucky@example.pe') ? 'refuse' : 'deliver'),
  );
  shop = await startWorker(platform.environment);
  handler = loadBundle('notifications', {
    ...platform.environment,
    AWS_ENDPOINT_URL_SESV2: proxy.url,
    LOG_LEVEL: 'DEBUG',
  }) as Handler;
});
afterAll(async () => {
  await shop.end();
  await proxy.stop();
});

const eventTo = async (email: string) => {
  const { order_id, tracking_id } = await shop.order({ recipient: { name: 'Rosa', email, phone: '999888777' } });
  return parcelEvent({ order_id, tracking_id });
};

describe('the bundle of the notifier', () => {
  it('answers an SQS batch with the ids of what failed, and tells the others', async () => {
    const batch = sqsEvent(await eventTo('ana@example.pe'), 'poison', await eventTo('luz@example.pe'));
    expect(SqsSchema.safeParse(batch).error).toBeUndefined();
    expect(await handler(batch, LAMBDA_CONTEXT)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    const addresses = (await mailsIn(platform.mailboxUrl)).flatMap(({ destination }) => destination.to);
    expect(addresses.sort()).toEqual(['+51999888777', '+51999888777', 'ana@example.pe', 'luz@example.pe']);
  });

  it('answers a batch of which nothing succeeds in the same way', async () => {
    expect(await handler(sqsEvent('{}', '[]'), LAMBDA_CONTEXT)).toEqual({
      batchItemFailures: [{ itemIdentifier: '0' }, { itemIdentifier: '1' }],
    });
  });

  it('writes what failed to its log, and nobody in it', async () => {
    const lines: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const errors = jest.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const event = await eventTo('unlucky@example.pe');
    const answer = await handler(sqsEvent(event), LAMBDA_CONTEXT);
    write.mockRestore();
    errors.mockRestore();
    expect(answer.batchItemFailures).toHaveLength(1);
    const log = lines.join('');
    expect(log).toContain('A channel could not be told');
    expect(log).toContain(event.event_id);
    expect(log).not.toMatch(/unlucky|Rosa|999888777|Larco/);
  });
});
