import { Message, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Config } from '../../../src/config/config';
import { EventSources, startEventSources } from '../../../src/local/event-sources';
import { createNotificationsHandler } from '../../../src/lambda/notifications';
import { createStreamHandler } from '../../../src/lambda/stream';
import { QUEUES } from '../../../src/messaging/queues';
import { Publisher } from '../../../src/messaging/publisher';
import { DeliveriesRepository } from '../../../src/notifications/deliveries.repository';
import { orderBody } from '../../factories/orders';
import { parcelEvent } from '../../factories/events';
import { useApp } from '../../support/app';
import { deliveriesOf } from '../../support/deliveries';
import { eventually } from '../../support/eventually';
import { mailsIn } from '../../support/mailbox';
import { takeAll } from '../../support/queues';
import { startWorker, Worker } from '../../support/worker';

const t = useApp();
let worker: Worker;
let sources: EventSources | undefined;

beforeEach(async () => {
  worker = await startWorker(t.environment);
});
afterEach(async () => {
  await stop();
  await setVisibility(QUEUES.notifications.visibilitySeconds);
  await worker.end();
});

/** Each start begins at the stream's beginning, as a relay does that was killed before its checkpoint. */
const start = async (concurrency = 2): Promise<void> => {
  sources = await startEventSources(
    worker.app.get(Config),
    {
      queues: { notifications: () => createNotificationsHandler(worker.app) },
      stream: () => createStreamHandler(worker.app),
    },
    { pollMs: 5, concurrency, report: () => undefined },
  );
};
/** What failed comes again at once. So would what is in hand, hence the single consumer. */
const startHasty = async (): Promise<void> => {
  await setVisibility(0);
  await start(1);
};
const stop = async (): Promise<void> => {
  await sources?.stop();
  sources = undefined;
};
const setVisibility = async (seconds: number): Promise<void> => {
  const QueueUrl = worker.app.get(Config).resources.queues.notifications;
  const Attributes = { VisibilityTimeout: String(seconds) };
  await worker.app.get(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
};
const subjectsTo = async (address: string): Promise<string[]> =>
  (await mailsIn(t.environment.AWS_ENDPOINT_URL_SESV2 ?? ''))
    .filter(({ destination }) => destination.to[0] === address)
    .map(({ subject }) => subject.replace(/ · .*/, ''));
/** A mail to another recipient that was caused later: when it is there, whatever was sent too often is too. */
const settled = async (): Promise<void> => {
  const address = `later-${Date.now()}@example.pe`;
  await t.api
    .post('/orders')
    .send(orderBody({ recipient: { name: 'Luz', email: address } }))
    .expect(201);
  await eventually(async () => {
    expect(await subjectsTo(address)).toHaveLength(1);
  });
};

let recipient = 0;
const place = async (): Promise<{ order_id: string; tracking_id: string; email: string }> => {
  const email = `rosa-${Date.now()}-${recipient++}@example.pe`;
  const { body } = await t.api
    .post('/orders')
    .send(orderBody({ recipient: { name: 'Rosa', email } }))
    .expect(201);
  return { ...(body as { order_id: string; tracking_id: string }), email };
};
const scan = (order_id: string, status: string, event_id: string) =>
  t.api.post('/tracking').send({ order_id, status, event_id, location: 'Lima' }).expect(201);

describe('from a request to the mailbox', () => {
  it('every state of an order is told once; a further scan in the same state is not', async () => {
    await start();
    const { order_id, email } = await place();
    // Each is waited for: a letter that the next state has overtaken is not sent.
    const told = (letters: number): Promise<void> =>
      eventually(async () => {
        expect(await subjectsTo(email)).toHaveLength(letters);
      });
    await told(1);
    await scan(order_id, 'PICKED_UP', 'e1');
    await told(2);
    await scan(order_id, 'IN_TRANSIT', 'e2');
    await told(3);
    await scan(order_id, 'IN_TRANSIT', 'e3');
    await scan(order_id, 'OUT_FOR_DELIVERY', 'e4');
    await told(4);
    await scan(order_id, 'DELIVERED', 'e5');
    await told(5);
    await settled();
    expect((await subjectsTo(email)).sort()).toEqual([
      'Entregamos tu paquete',
      'Recibimos tu pedido',
      'Tu paquete está en camino',
      'Tu paquete salió a reparto',
      'Ya tenemos tu paquete',
    ]);
  });

  it('twenty equal requests with one key make one mail', async () => {
    await start();
    const email = `veinte-${Date.now()}@example.pe`;
    const body = orderBody({ recipient: { name: 'Veinte', email } });
    const key = `key-${Date.now()}`;
    await Promise.all(
      Array.from({ length: 20 }, () => t.api.post('/orders').set('Idempotency-Key', key).send(body).expect(201)),
    );
    await settled();
    await eventually(async () => {
      expect(await subjectsTo(email)).toEqual(['Recibimos tu pedido']);
    });
  });
});

describe('a part that dies', () => {
  it('the API right after the write: the mail goes out when the relay comes to it', async () => {
    const { email } = await place();
    await start();
    await eventually(async () => {
      expect(await subjectsTo(email)).toHaveLength(1);
    });
  });

  it('the relay after publishing, before its checkpoint: it publishes again and nobody is told twice', async () => {
    await start();
    const { email } = await place();
    await eventually(async () => {
      expect(await subjectsTo(email)).toHaveLength(1);
    });
    await stop();
    const publish = jest.spyOn(worker.app.get(Publisher), 'publish');
    await start();
    await settled();
    expect(publish.mock.calls.length).toBeGreaterThan(2);
    expect(await subjectsTo(email)).toHaveLength(1);
  });

  it('the notifier after sending, before its record: the recipient is told at least once, and then no more', async () => {
    const deliveries = worker.app.get(DeliveriesRepository);
    const record = deliveries.recordSent.bind(deliveries);
    let dying = true;
    deliveries.recordSent = async (delivery, sent) => {
      if (dying) {
        dying = false;
        worker.clock.advance(60_000);
        throw new Error('killed');
      }
      await record(delivery, sent);
    };
    await startHasty();
    const { order_id, tracking_id, email } = await place();
    const event = { tracking_id, event_id: order_id };
    await eventually(async () => {
      expect((await deliveriesOf(t.environment, event))[0]?.state).toBe('sent');
    });
    await settled();
    expect(await subjectsTo(email)).toEqual(['Recibimos tu pedido', 'Recibimos tu pedido']);
  });
});

it('one bad message in ten is a dead letter after three tries, with its reason', async () => {
  const poison = { ...parcelEvent(), status: 'TELEPORTED' };
  await worker.app.get(Publisher).publish({ to: 'notifications', body: poison });
  await Promise.all(Array.from({ length: 9 }, () => place()));
  await startHasty();
  const letters: Message[] = [];
  await eventually(async () => {
    letters.push(...(await takeAll(t.environment, 'notifications-dlq')));
    expect(letters).toHaveLength(1);
  }, 40_000);
  const [letter] = letters;
  expect(JSON.parse(letter?.Body ?? '')).toEqual(poison);
  expect(letter?.MessageAttributes?.reason?.StringValue).toMatch(/status must be one of/);
}, 60_000);
