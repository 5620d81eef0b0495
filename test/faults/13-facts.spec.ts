import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '../../src/aws/aws-client';
import { orderBody } from '../factories/orders';
import { dieAtEachCall, outlived, useFaultyApp } from '../support/faulty-app';

const t = useFaultyApp();

interface Made {
  readonly order_id: string;
  readonly tracking_id: string;
}
interface Tracker {
  readonly status: string;
  readonly version: number;
  readonly events: readonly { readonly event_id: string; readonly reason_code?: string }[];
}

const create = async (i = 0): Promise<Made> => {
  const delivery_address = { street: `Calle ${i}`, lat: -12.1 - i / 1_000, lon: -77.03 };
  return (await t.api.post('/orders').send(orderBody({ delivery_address })).expect(201)).body as Made;
};
const report = ({ order_id }: Made, status: string, more: object = {}) =>
  t.api.post('/tracking').send({ order_id, status, ...more });
const tracker = async ({ order_id }: Made): Promise<Tracker> =>
  (await t.api.get(`/tracking?order_id=${order_id}`).expect(200)).body as Tracker;

/** When each event of a parcel may be forgotten, as the table has it. */
async function ends({ tracking_id }: Made): Promise<(string | undefined)[]> {
  const client = new DynamoDBClient(clientDefaults('us-east-1', t.environment.AWS_ENDPOINT_URL_DYNAMODB));
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: t.environment.TRACKING_TABLE,
      KeyConditionExpression: 'tracking_id = :id',
      ExpressionAttributeValues: { ':id': { S: tracking_id } },
      ConsistentRead: true,
    }),
  );
  client.destroy();
  return Items.map(({ ttl }) => ttl?.N);
}

/** Sends a request that dies at one of its calls; the next parcel is made ready before the next death is laid. */
async function dyingAtEachCall(
  ready: () => Promise<Made>,
  send: (made: Made) => ReturnType<typeof report>,
  check: (made: Made, died: boolean) => Promise<void>,
): Promise<number> {
  let made = await ready();
  return dieAtEachCall(t.stores.tables, async () => {
    const { status } = await send(made);
    t.stores.heal();
    const alive = outlived(status);
    await check(made, !alive);
    made = await ready();
    return alive;
  });
}

describe('killed at each call', () => {
  const onItsWay = async (): Promise<Made> => {
    const made = await create();
    for (let i = 0; i < 4; i++) await report(made, 'IN_TRANSIT', { event_id: `scan-${i}` }).expect(201);
    return made;
  };
  const delivered = async (): Promise<Made> => {
    const made = await onItsWay();
    await report(made, 'DELIVERED', { event_id: 'end' }).expect(201);
    return made;
  };

  it('an end gives its time to every event or to none', async () => {
    const end = (made: Made) => report(made, 'DELIVERED', { event_id: 'end' });
    const calls = await dyingAtEachCall(onItsWay, end, async (made) => {
      const ended = (await tracker(made)).status === 'DELIVERED';
      expect(await ends(made)).toEqual(Array(ended ? 5 : 4).fill(ended ? expect.any(String) : undefined));
      await end(made).expect(201);
      expect(await ends(made)).toEqual(Array(5).fill(expect.any(String)));
      expect(new Set(await ends(made)).size).toBe(1);
    });
    expect(calls).toBeGreaterThanOrEqual(3);
  });

  it('a correction that reopens a parcel takes its time from every event or from none', async () => {
    const correct = (made: Made) => report(made, 'EXCEPTION', { event_id: 'c', corrects: 'end' });
    const calls = await dyingAtEachCall(delivered, correct, async (made) => {
      const reopened = (await tracker(made)).status === 'EXCEPTION';
      expect(await ends(made)).toEqual(Array(reopened ? 6 : 5).fill(reopened ? undefined : expect.any(String)));
      await correct(made).expect(201);
      expect(await ends(made)).toEqual(Array(6).fill(undefined));
    });
    expect(calls).toBeGreaterThanOrEqual(3);
  });
});

describe('the end of a route', () => {
  interface Van {
    readonly route_id: string;
    readonly orders: readonly Made[];
  }
  let drivers = 0;
  /** A started route whose parcels are all in the van: more than one transaction brings back. */
  async function loaded(count = 23): Promise<Van> {
    const orders: Made[] = [];
    for (let i = 0; i < count; i++) orders.push(await create(i));
    const order_ids = orders.map(({ order_id }) => order_id);
    const body = { order_ids, driver_id: `DRV${drivers++}`, max_iterations: 5 };
    const { route_id } = (await t.api.post('/routes').send(body).expect(200)).body as { route_id: string };
    await t.api.post(`/routes/${route_id}/start`).send({}).expect(200);
    for (const order of orders) await report(order, 'OUT_FOR_DELIVERY').expect(201);
    return { route_id, orders };
  }
  const complete = ({ route_id }: Van) => t.api.post(`/routes/${route_id}/complete`).send({});

  async function expectBroughtBack({ route_id, orders }: Van): Promise<void> {
    const { body } = await t.api.get(`/routes/${route_id}`).expect(200);
    const { sequence } = body as { sequence: { outcome: string }[] };
    expect(sequence.map(({ outcome }) => outcome)).toEqual(orders.map(() => 'CARRIED_OVER'));
    for (const made of orders) {
      const { status, events } = await tracker(made);
      expect(status).toBe('IN_TRANSIT');
      expect(events.filter(({ reason_code }) => reason_code === 'CARRIED_OVER')).toHaveLength(1);
      expect((await t.api.get(`/orders/${made.order_id}`)).body).not.toHaveProperty('route_id');
    }
  }

  it('killed at any of its transactions brings every parcel back once, when it is asked for again', async () => {
    let died = 0;
    for (let nth = 1; ; nth++) {
      const van = await loaded(nth === 1 ? 23 : 21);
      const begun = t.stores.tables.calls.length;
      const since = () =>
        t.stores.tables.calls.slice(begun).filter(({ operation }) => operation === 'TransactWriteItems').length;
      t.stores.tables.always(() => since() >= nth, { kind: 'reset' });
      const { status } = await complete(van);
      t.stores.heal();
      await complete(van).expect(200);
      await expectBroughtBack(van);
      if (outlived(status)) break;
      died++;
    }
    expect(died).toBeGreaterThan(3);
  });

  it('asked for by five at once, while drivers still scan, leaves no parcel behind and doubles none', async () => {
    const van = await loaded(8);
    const [first, second] = van.orders as [Made, Made];
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => complete(van)),
      report(first, 'DELIVERED'),
      report(second, 'ATTEMPT_FAILED', { reason_code: 'CONSIGNEE_ABSENT' }),
    ]);
    for (const { status } of answers.slice(0, 5)) expect([200, 503]).toContain(status);
    await complete(van).expect(200);
    const { body } = await t.api.get(`/routes/${van.route_id}`).expect(200);
    const { sequence } = body as { sequence: { state: string; outcome: string }[] };
    expect(sequence.every(({ state }) => state === 'CLOSED')).toBe(true);
    for (const made of van.orders) {
      const order = (await t.api.get(`/orders/${made.order_id}`).expect(200)).body as Record<string, unknown>;
      const { events } = await tracker(made);
      expect(events.filter(({ reason_code }) => reason_code === 'CARRIED_OVER').length).toBeLessThanOrEqual(1);
      expect(['IN_TRANSIT', 'ATTEMPT_FAILED', 'DELIVERED']).toContain(order.status);
      if (order.status !== 'DELIVERED') expect(order).not.toHaveProperty('route_id');
    }
  });
});
