import { orderBody } from '../factories/orders';
import { hold } from '../support/faults';
import { gate } from '../support/gate';
import { useFaultyApp } from '../support/faulty-app';

const t = useFaultyApp();

const newOrder = async (...scans: string[]): Promise<string> => {
  const { body } = await t.api.post('/orders').send(orderBody()).expect(201);
  const { order_id } = body as { order_id: string };
  for (const status of scans) await report(order_id, status).expect(201);
  return order_id;
};
const report = (order_id: string, status: string) => t.api.post('/tracking').send({ order_id, status });
const cancel = (order_id: string) => t.api.post(`/orders/${order_id}/cancel`).send({});
const patch = (order_id: string, notes: string, tag?: string) => {
  const request = t.api.patch(`/orders/${order_id}`);
  return (tag === undefined ? request : request.set('If-Match', tag)).send({ notes });
};
type Request = ReturnType<typeof cancel>;

/**
 * Lets both read before either writes: the first write waits until the second comes. Random timing alone would seldom make
 * the two meet.
 */
async function atOnce(first: () => Request, second: () => Request): Promise<Awaited<Request>[]> {
  const met = gate();
  let arrived = 0;
  t.stores.tables.always(
    ({ operation }) => {
      if (operation !== 'TransactWriteItems') return false;
      if (++arrived === 2) met.open();
      return arrived <= 2;
    },
    hold('request', met.opened),
  );
  const answers = await Promise.all([first(), second()]);
  t.stores.heal();
  return answers;
}

/** What must be true whoever won: one change, and the tracker says what the order says. */
async function expectOneWinner(order_id: string, answers: readonly Awaited<Request>[], version: number): Promise<void> {
  const won = answers.filter(({ status }) => status < 300);
  expect(won).toHaveLength(1);
  const order = (await t.api.get(`/orders/${order_id}`).expect(200)).body as Record<string, unknown>;
  const tracker = (await t.api.get(`/tracking?order_id=${order_id}`).expect(200)).body as Record<string, unknown>;
  expect(order.version).toBe(version);
  expect(tracker).toMatchObject({ version, status: order.status });
  expect((tracker.events as { status: string }[]).at(-1)?.status).toBe(order.status);
  expect(order.status).toBe((won[0]?.body as { status: string }).status);
}

describe('exactly one wins, the other gets 409 or 412 and changes nothing; order status and tracker never disagree', () => {
  it('two terminal tracking events', async () => {
    const order_id = await newOrder('PICKED_UP', 'RETURNING');
    const answers = await atOnce(
      () => report(order_id, 'RETURNED'),
      () => report(order_id, 'FAILURE'),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ allowed: [] });
    await expectOneWinner(order_id, answers, 4);
  });

  it('two cancels', async () => {
    const order_id = await newOrder();
    const answers = await atOnce(
      () => cancel(order_id),
      () => cancel(order_id),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await expectOneWinner(order_id, answers, 2);
  });

  it('a cancel against a pick-up', async () => {
    for (const pickUpFirst of [true, false]) {
      const order_id = await newOrder();
      const requests: [() => Request, () => Request] = [() => cancel(order_id), () => report(order_id, 'PICKED_UP')];
      if (pickUpFirst) requests.reverse();
      const answers = await atOnce(...requests);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
      await expectOneWinner(order_id, answers, 2);
    }
  });

  it('two PATCHes, with If-Match and without', async () => {
    for (const [tag, refused] of [
      ['"1"', 412],
      [undefined, 409],
    ] as const) {
      const order_id = await newOrder();
      const answers = await atOnce(
        () => patch(order_id, 'a', tag),
        () => patch(order_id, 'b', tag),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, refused]);
      await expectOneWinner(order_id, answers, 2);
      const won = answers.find(({ status }) => status === 200)?.body as { notes: string };
      expect((await t.api.get(`/orders/${order_id}`)).body).toMatchObject({ notes: won.notes });
    }
  });

  it('a PATCH against a cancel: both may count, and neither is lost', async () => {
    const order_id = await newOrder();
    const [patched, cancelled] = (await atOnce(
      () => patch(order_id, 'a'),
      () => cancel(order_id),
    )) as [Awaited<Request>, Awaited<Request>];
    expect(cancelled.status).toBe(200);
    const { body } = await t.api.get(`/orders/${order_id}`).expect(200);
    expect(body).toMatchObject({
      status: 'CANCELLED',
      version: patched.status === 200 ? 3 : 2,
      ...(patched.status === 200 ? { notes: 'a' } : {}),
    });
  });

  it('two routes over the same orders', async () => {
    const place = (i: number): object => ({ street: `Calle ${i}`, lat: -12.05 - i / 100, lon: -77.03 });
    const order_ids: string[] = [];
    for (let i = 0; i < 5; i++)
      order_ids.push(
        ((await t.api.post('/orders').send(orderBody({ delivery_address: place(i) }))).body as { order_id: string })
          .order_id,
      );
    const plan = (driver_id: string, ids: string[]) => () =>
      t.api.post('/routes').send({ order_ids: ids, driver_id, max_iterations: 10 });
    const answers = await atOnce(plan('A', order_ids), plan('B', [...order_ids].reverse()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = answers.find(({ status }) => status === 200)?.body as { route_id: string; driver_id: string };
    for (const order_id of order_ids)
      expect((await t.api.get(`/orders/${order_id}`)).body).toMatchObject({
        route_id: won.route_id,
        driver_id: won.driver_id,
      });
  });
});

it('optimistic locking behind ETag and If-Match: a stale change of any kind is 412 and changes nothing', async () => {
  const order_id = await newOrder();
  const { headers } = await t.api.get(`/orders/${order_id}`).expect(200);
  expect(headers.etag).toBe('"1"');
  await patch(order_id, 'a', '"1"').expect(200);
  await patch(order_id, 'b', '"1"').expect(412);
  await cancel(order_id).set('If-Match', '"1"').expect(412);
  await report(order_id, 'PICKED_UP').set('If-Match', '"1"').expect(412);
  expect((await t.api.get(`/orders/${order_id}`)).body).toMatchObject({ version: 2, notes: 'a', status: 'CREATED' });
});
