import { Transactions } from '../../../src/database/transaction';
import { OrdersService } from '../../../src/orders/orders.service';
import { createServer, IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookHeaders } from '../../../src/notifications/channels/webhook-signature';
import { createNotificationsHandler } from '../../../src/lambda/notifications';
import type { Order } from '../../../src/orders/order';
import type { ParcelEvent } from '../../../src/orders/orders.events';
import { LAMBDA_CONTEXT, parcelEvent, sqsEvent } from '../../factories/events';
import { deliveriesOf } from '../../support/deliveries';
import { mailsIn } from '../../support/mailbox';
import { usePlatform } from '../../support/platform';
import { startWorker, Worker } from '../../support/worker';

const platform = usePlatform();
const workers: Worker[] = [];
const worker = async (variables: Record<string, string> = {}): Promise<Worker> => {
  const started = await startWorker({ ...platform.environment, ...variables });
  workers.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(workers.splice(0).map((started) => started.end()));
});

const eventOf = ({ order_id, tracking_id }: Order, fields: Partial<ParcelEvent> = {}): ParcelEvent =>
  parcelEvent({ order_id, tracking_id, ...fields });
const deliver = ({ app }: Worker, ...bodies: (string | object)[]) =>
  createNotificationsHandler(app)(sqsEvent(...bodies), LAMBDA_CONTEXT);
const deliveries = (event: ParcelEvent) => deliveriesOf(platform.environment, event);

describe('a status change', () => {
  it('is told by e-mail in Spanish, by text message, and recorded', async () => {
    const notifier = await worker();
    const event = eventOf(await notifier.order());
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [] });

    const mails = await mailsIn(platform.mailboxUrl);
    expect(mails.map(({ destination }) => destination.to[0]).sort()).toEqual(['+51999888777', 'rosa@example.pe']);
    const mail = mails.find(({ destination }) => destination.to[0] === 'rosa@example.pe');
    expect(mail?.subject).toBe(`Tu paquete salió a reparto · ${event.tracking_id}`);
    expect(mail?.body.text).toContain('Hola, Rosa Quispe:');
    expect(mail?.body.html).toContain('<html lang="es-PE">');
    expect(await deliveries(event)).toEqual([
      expect.objectContaining({ channel: 'email', state: 'sent', template_version: 'v3', status: 'OUT_FOR_DELIVERY' }),
      expect.objectContaining({ channel: 'sms', state: 'sent' }),
    ]);
  });

  it('is told with the link of the parcel, the same in each message', async () => {
    const notifier = await worker({ PUBLIC_BASE_URL: 'https://api.dinex.example/prod' });
    const order = await notifier.order();
    const token = (await notifier.app.get(OrdersService).tokenOf(order)) ?? '';
    expect(token).toHaveLength(22);
    for (const event_id of ['e1', 'e2']) await deliver(notifier, eventOf(order, { event_id }));
    const mails = await mailsIn(platform.mailboxUrl);
    expect(mails).toHaveLength(4);
    for (const { body } of mails) expect(body.text).toContain(`https://api.dinex.example/prod/t/${token}`);
  });

  it('is told no more by what the recipient has stopped, and the record says why', async () => {
    const notifier = await worker();
    const order = await notifier.order();
    const orders = notifier.app.get(OrdersService);
    await notifier.app.get(Transactions).commit([orders.transition(order, { ...order, opted_out: ['email'] })]);
    const event = eventOf(order);
    await deliver(notifier, event);
    expect((await mailsIn(platform.mailboxUrl)).map(({ destination }) => destination.to[0])).toEqual(['+51999888777']);
    expect(await deliveries(event)).toContainEqual(
      expect.objectContaining({ channel: 'email', state: 'skipped', reason: 'opted_out' }),
    );
  });

  it('is told in English to who wants it, and by no text message in other states', async () => {
    const notifier = await worker();
    const order = await notifier.order({ recipient: { name: 'John', email: 'john@example.com', locale: 'en' } });
    await deliver(notifier, eventOf(order, { status: 'DELIVERED', previous_status: 'OUT_FOR_DELIVERY' }));
    const mails = await mailsIn(platform.mailboxUrl);
    expect(mails.map(({ subject }) => subject)).toEqual([`We delivered your parcel · ${order.tracking_id}`]);
  });

  it('of an order without a recipient is told to nobody, and the record says why', async () => {
    const notifier = await worker();
    const event = eventOf(await notifier.order({ recipient: undefined }));
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [] });
    expect(await mailsIn(platform.mailboxUrl)).toEqual([]);
    expect(await deliveries(event)).toEqual([
      expect.objectContaining({ channel: 'email', state: 'skipped', reason: 'no_recipient' }),
      expect.objectContaining({ channel: 'sms', state: 'skipped', reason: 'no_recipient' }),
    ]);
  });

  it('is told once, however often its message comes', async () => {
    const notifier = await worker();
    const event = eventOf(await notifier.order());
    await deliver(notifier, event);
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [] });
    expect(await deliver(await worker(), event, event)).toEqual({ batchItemFailures: [] });
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(2);
  });

  it('is told although a later one is known already', async () => {
    const notifier = await worker();
    const order = await notifier.order();
    await deliver(notifier, eventOf(order, { status: 'DELIVERED', previous_status: 'OUT_FOR_DELIVERY' }));
    await deliver(notifier, eventOf(order, { status: 'PICKED_UP', previous_status: 'CREATED' }));
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(2);
  });

  it('is told to both recipients where two devices chose the same event id', async () => {
    const notifier = await worker();
    const [one, other] = [await notifier.order(), await notifier.order()];
    await deliver(
      notifier,
      ...[one, other].map((order) => eventOf(order, { event_id: 'scan-1', status: 'DELIVERED' })),
    );
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(2);
  });

  it.each<[string, Partial<ParcelEvent>, Record<string, unknown>, string]>([
    ['the parcel was in that state already', { previous_status: 'OUT_FOR_DELIVERY' }, {}, 'same_status'],
    ['the recipient left no address', {}, { recipient: { name: 'Rosa' } }, 'no_email'],
    ['the order is gone', { order_id: '019aa5f1-0000-7000-8000-000000000000' }, {}, 'order_gone'],
    ['its order id never was one', { order_id: 'TRK001' }, {}, 'order_gone'],
  ])('is skipped, with the reason, where %s', async (_case, fields, changes, reason) => {
    const notifier = await worker();
    const event = eventOf(await notifier.order(changes), fields);
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [] });
    expect(await mailsIn(platform.mailboxUrl)).toEqual([]);
    expect((await deliveries(event))[0]).toMatchObject({ channel: 'email', state: 'skipped', reason });
  });

  it('of a stand-alone tracker has nobody to be told to', async () => {
    const notifier = await worker();
    const { order_id: _, ...event } = parcelEvent({ type: 'tracker.status_changed', tracking_id: 'TRK001' });
    await deliver(notifier, event);
    expect((await deliveries(event))[0]).toMatchObject({ reason: 'stand_alone_tracker' });
  });

  it('is told anew once its record is past its time, whether or not the store has deleted it', async () => {
    const notifier = await worker();
    const event = eventOf(await notifier.order(), { status: 'DELIVERED' });
    await deliver(notifier, event);
    notifier.clock.advance(31 * 86_400_000);
    await deliver(notifier, event);
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(2);
  });
});

describe('the integrator', () => {
  interface Call {
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  }
  const calls: Call[] = [];
  let answer = { status: 204, headers: {} as Record<string, string> };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, answer.headers).end();
    });
  });
  const secret = `whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`;
  let webhook: Record<string, string>;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    webhook = {
      WEBHOOK_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
      WEBHOOK_SECRET: secret,
    };
  });
  beforeEach(() => {
    calls.length = 0;
    answer = { status: 204, headers: {} };
  });
  afterAll(() => {
    server.close();
  });

  it('gets ids and status, signed as Standard Webhooks wants it', async () => {
    const notifier = await worker(webhook);
    const event = eventOf(await notifier.order());
    await deliver(notifier, event);
    await deliver(notifier, event);
    expect(calls).toHaveLength(1);
    const { headers, body } = calls[0] as Call;
    expect(JSON.parse(body)).toEqual({ type: event.type, timestamp: event.occurred_at, data: event });
    expect(body).not.toMatch(/rosa|999888777/i);
    const [id, at] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])];
    expect(headers).toMatchObject(webhookHeaders(secret, id, at, body));
  });

  it('is asked again, alone, when it was down, and by no other address', async () => {
    const notifier = await worker(webhook);
    const event = eventOf(await notifier.order(), { status: 'DELIVERED' });
    answer = { status: 302, headers: { location: '/elsewhere' } };
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    expect((await deliveries(event)).find(({ channel }) => channel === 'webhook')).toMatchObject({
      state: 'sending',
      last_error: 'WebhookError',
    });
    answer = { status: 200, headers: {} };
    expect(await deliver(notifier, event)).toEqual({ batchItemFailures: [] });
    expect(calls).toHaveLength(2);
    expect(calls[0]?.headers['webhook-id']).toBe(calls[1]?.headers['webhook-id']);
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(1);
  });
});
