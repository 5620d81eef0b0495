import LinkifyIt from 'linkify-it';
import { createNotificationsHandler } from '../../src/lambda/notifications';
import type { Order } from '../../src/orders/order';
import { OrdersService } from '../../src/orders/orders.service';
import { LAMBDA_CONTEXT, parcelEvent, sqsEvent } from '../factories/events';
import { deliveriesOf } from '../support/deliveries';
import { mailsIn } from '../support/mailbox';
import { usePlatform } from '../support/platform';
import { startWorker, Worker } from '../support/worker';

// API4, API6; ASVS 2.4.1: nobody is flooded through us, and no letter is a lure.
const platform = usePlatform();
const workers: Worker[] = [];
const start = async (variables: Record<string, string> = {}): Promise<Worker> => {
  const worker = await startWorker({ ...platform.environment, ...variables });
  workers.push(worker);
  return worker;
};
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end()));
});

const eventOf = ({ order_id, tracking_id }: Order, event_id = 'e0') => parcelEvent({ order_id, tracking_id, event_id });
const deliver = ({ app }: Worker, ...bodies: object[]) =>
  createNotificationsHandler(app)(sqsEvent(...bodies), LAMBDA_CONTEXT);
const sentTo = async (address: string): Promise<number> =>
  (await mailsIn(platform.mailboxUrl)).filter(({ destination }) => destination.to[0] === address).length;

describe('8. letters and text messages', () => {
  it('are sent to one recipient no more often a day than is configured, also when many come at once', async () => {
    const worker = await start({ LETTERS_PER_RECIPIENT: '3', SMS_PER_RECIPIENT: '2' });
    const recipients = ['rosa@example.pe', 'Rosa@EXAMPLE.pe'];
    const orders = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        worker.order({ recipient: { name: 'Rosa', phone: '999888777', email: recipients[i % 2] } }),
      ),
    );
    await Promise.all(orders.map((order) => deliver(worker, eventOf(order))));
    expect(await mailsIn(platform.mailboxUrl)).toHaveLength(3 + 2);
    const records = (
      await Promise.all(orders.map((order) => deliveriesOf(platform.environment, eventOf(order))))
    ).flat();
    const count = (channel: string, state: string): number =>
      records.filter((record) => record.channel === channel && record.state === state).length;
    expect([count('email', 'sent'), count('email', 'skipped'), count('sms', 'sent'), count('sms', 'skipped')]).toEqual([
      3, 5, 2, 6,
    ]);
    expect(new Set(records.filter(({ state }) => state === 'skipped').map(({ reason }) => reason))).toEqual(
      new Set(['daily_limit']),
    );
  });

  it('are counted once, however often their message comes, and begin anew with the next day of Lima', async () => {
    const worker = await start({ LETTERS_PER_RECIPIENT: '2', SMS_STATUSES: 'DELIVERED' });
    const order = await worker.order();
    const [first, second, third] = ['e1', 'e2', 'e3'].map((id) => eventOf(order, id)) as [object, object, object];
    await deliver(worker, first, first);
    await deliver(worker, first);
    await deliver(worker, second);
    await deliver(worker, third);
    expect(await sentTo('rosa@example.pe')).toBe(2);
    worker.clock.advance(24 * 3_600_000);
    await deliver(worker, eventOf(order, 'e4'));
    expect(await sentTo('rosa@example.pe')).toBe(3);
  });

  it('whose sending fails and is tried again count once', async () => {
    const worker = await start({
      LETTERS_PER_RECIPIENT: '1',
      SMS_STATUSES: 'DELIVERED',
      AWS_ENDPOINT_URL_SESV2: 'http://127.0.0.1:9',
    });
    const order = await worker.order();
    expect((await deliver(worker, eventOf(order))).batchItemFailures).toHaveLength(1);
    await deliver(await start({ LETTERS_PER_RECIPIENT: '1', SMS_STATUSES: 'DELIVERED' }), eventOf(order));
    expect(await sentTo('rosa@example.pe')).toBe(1);
  });

  it('go to Peruvian mobiles alone, unless the stage says otherwise', async () => {
    const worker = await start();
    const chilean = { recipient: { name: 'Rosa', phone: '+56961234567' } };
    const order = await worker.order(chilean);
    await deliver(worker, eventOf(order));
    expect(await deliveriesOf(platform.environment, eventOf(order))).toMatchObject([
      { channel: 'email', reason: 'no_email' },
      { channel: 'sms', state: 'skipped', reason: 'foreign_number' },
    ]);
    const other = await worker.order(chilean);
    await deliver(await start({ SMS_COUNTRIES: 'PE,CL' }), eventOf(other));
    expect(await sentTo('+56961234567')).toBe(1);
  });
});

describe('9. a letter', () => {
  it('holds no link but its own, whatever stands in a name, a reference, a product or an address', async () => {
    const worker = await start({ PUBLIC_BASE_URL: 'https://api.dinex.example/prod' });
    const order = await worker.order({
      recipient: { name: 'BCP: su cuenta https://bcp-pe.example.com/x', email: 'rosa@example.pe', phone: '999888777' },
      reference: 'www.evil.pe',
      products: [{ name: 'Tienda.pe ｅｖｉｌ。com', quantity: 1, unit_price: 100 }],
      delivery_address: { street: 'http://192.0.2.1/a', district: 'Miraflores', reference: 'bit.ly/\u200Bx' },
    });
    await deliver(worker, parcelEvent({ ...eventOf(order, 'e1'), status: 'CREATED', type: 'order.created' }));
    await deliver(worker, eventOf(order));
    const finder = new LinkifyIt({}, { fuzzyLink: true, fuzzyIP: true, fuzzyEmail: true }).tlds(['pe', 'ly'], true);
    const mails = await mailsIn(platform.mailboxUrl);
    expect(mails).toHaveLength(3);
    const own = `https://api.dinex.example/prod/t/${(await worker.app.get(OrdersService).tokenOf(order)) ?? ''}`;
    for (const { subject, body } of mails) {
      expect(finder.match([subject, body.text].join('\n'))?.map(({ url }) => url)).toEqual([own]);
      const rest = (body.html ?? '').replace(`href="${own}"`, '');
      expect(rest).not.toMatch(/https?:\S|www\.e|evil\.c|\.ly/);
      expect(body.html?.match(/<a\s/g)?.length ?? 1).toBe(1);
    }
    expect(mails.map(({ body }) => body.text).join()).toContain('BCP: su cuenta');
    expect(mails.map(({ body }) => body.text).join()).toContain('Tienda. pe');
  });
});
