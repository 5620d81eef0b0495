import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

const t = useApp();

interface Order {
  order_id: string;
  tracking_id: string;
  created_at: string;
  version: number;
}

const create = async (changes: Record<string, unknown> = {}): Promise<Order> =>
  (await t.api.post('/orders').send(orderBody(changes)).expect(201)).body as Order;

const pointers = (body: unknown): string[] =>
  (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);

describe('POST /orders', () => {
  it('computes the totals, stores the order and says where it is', async () => {
    const lines = Array.from({ length: 3 }, () => ({ name: 'Lápiz', quantity: 1, unit_price: 103 }));
    const { body, headers } = await t.api
      .post('/orders')
      .send(orderBody({ products: lines }))
      .expect(201);
    expect(body).toMatchObject({ status: 'CREATED', subtotal: 309, igv: 57, total: 366, currency: 'PEN', version: 1 });
    expect(headers).toMatchObject({ etag: '"1"', location: `/orders/${(body as Order).order_id}` });
    const read = await t.api.get(headers.location as string).expect(200);
    expect(read.body).toEqual(body);
    expect(body).not.toHaveProperty('status_shard');
  });

  it('normalises a Peruvian phone and takes an address as text', async () => {
    const order = await create({ delivery_address: 'Jr. de la Unión 300, Cercado de Lima' });
    expect(order).toMatchObject({
      delivery_address: 'Jr. de la Unión 300, Cercado de Lima',
      recipient: { phone: '+51999888777', locale: 'es-PE' },
    });
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['no products', { products: [] }, ['#/products']],
    ['a fractional price', { products: [{ name: 'x', quantity: 1, unit_price: 1.5 }] }, ['#/products/0/unit_price']],
    ['a negative price', { products: [{ name: 'x', quantity: 1, unit_price: -1 }] }, ['#/products/0/unit_price']],
    ['an unknown field', { colour: 'red' }, ['#/colour']],
    ['an unknown nested field', { recipient: { name: 'x', age: 3 } }, ['#/recipient/age']],
    ['a number as address', { delivery_address: 7 }, ['#/delivery_address']],
    ['an empty address', { delivery_address: ' ' }, ['#/delivery_address']],
    ['half a coordinate', { delivery_address: { street: 'x', lat: -12 } }, ['#/delivery_address/lon']],
    ['a latitude beyond the pole', { delivery_address: { street: 'x', lat: 91, lon: 0 } }, ['#/delivery_address/lat']],
    ['a wrong phone', { recipient: { name: 'x', phone: '12' } }, ['#/recipient/phone']],
    [
      'a RUC with a wrong check digit',
      { recipient: { name: 'x', document_type: 'RUC', document_number: '20131312954' } },
      ['#/recipient/document_number'],
    ],
    [
      'a window that ends before it begins',
      { time_window_start: '2026-11-23T18:00:00Z', time_window_end: '2026-11-23T14:00:00Z' },
      ['#/time_window_end'],
    ],
    [
      'a day that does not exist',
      { time_window_start: '2026-02-30T18:00:00Z', time_window_end: '2026-03-01T14:00:00Z' },
      ['#/time_window_start'],
    ],
    ['null for a missing field', { notes: null }, ['#/notes']],
    ['an empty list as address', { delivery_address: [] }, ['#/delivery_address']],
    ['a name with nothing to see', { recipient: { name: '\u200b' } }, ['#/recipient/name']],
    ['a name with a control character', { recipient: { name: 'a\u0000b' } }, ['#/recipient/name']],
    ['a field named like a method of every object', { toString: 'x' }, ['#/toString']],
    ['an e-mail that SES refuses', { recipient: { name: 'x', email: 'ñandú@ñ.pe' } }, ['#/recipient/email']],
    [
      'a year with five digits to come',
      { time_window_start: '9999-12-31T00:00:00Z', time_window_end: '9999-12-31T01:00:00Z' },
      ['#/time_window_start', '#/time_window_end'],
    ],
    ['two phones in one field', { recipient: { name: 'x', phone: '987654321, 912345678' } }, ['#/recipient/phone']],
    ['an extension', { recipient: { name: 'x', phone: '01 6111000 anexo 204' } }, ['#/recipient/phone']],
    [
      'a DNI of zeros',
      { recipient: { name: 'x', document_type: 'DNI', document_number: '00000000' } },
      ['#/recipient/document_number'],
    ],
    ['a missing address', { delivery_address: undefined }, ['#/delivery_address']],
    ['null for an address', { delivery_address: null }, ['#/delivery_address']],
    ['null for a recipient', { recipient: null }, ['#/recipient']],
    ['null for a product', { products: [null] }, ['#/products/0']],
  ])('refuses %s by name and stores nothing', async (_, changes, expected) => {
    const { body, headers } = await t.api.post('/orders').send(orderBody(changes)).expect(422);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(pointers(body)).toEqual(expected);
    expect((await t.api.get('/orders').expect(200)).body).toEqual({ items: [], next_cursor: null });
  });

  it('takes what an order cannot do without, and no more', async () => {
    const { customer_id, products, delivery_address } = orderBody();
    const { body } = await t.api.post('/orders').send({ customer_id, products, delivery_address }).expect(201);
    expect(body).not.toHaveProperty('recipient');
    expect((await t.api.get(`/orders/${(body as Order).order_id}`).expect(200)).body).toEqual(body);
  });

  it('takes a RUC with a right check digit', async () => {
    await create({ recipient: { name: 'SUNAT', document_type: 'RUC', document_number: '20131312955' } });
  });

  it('refuses 10,000 products', async () => {
    const products = Array.from({ length: 10_000 }, () => ({ name: 'x', quantity: 1, unit_price: 1 }));
    const { status } = await t.api.post('/orders').send(orderBody({ products }));
    expect([413, 422]).toContain(status);
  });
});

describe('an Idempotency-Key', () => {
  it('makes one order of twenty identical requests at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => t.api.post('/orders').set('Idempotency-Key', '"k1"').send(orderBody())),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(((await t.api.get('/orders')).body as { items: unknown[] }).items).toHaveLength(1);
  });

  it('is refused with another body, and forgotten after a day', async () => {
    const first = await t.api.post('/orders').set('Idempotency-Key', 'k2').send(orderBody()).expect(201);
    await t.api
      .post('/orders')
      .set('Idempotency-Key', 'k2')
      .send(orderBody({ notes: 'x' }))
      .expect(422);
    t.clock.advance(25 * 3_600_000);
    const later = await t.api
      .post('/orders')
      .set('Idempotency-Key', 'k2')
      .send(orderBody({ notes: 'x' }))
      .expect(201);
    expect((later.body as Order).order_id).not.toBe((first.body as Order).order_id);
  });
});

describe('GET /orders', () => {
  const walk = async (query: string, limit: number): Promise<string[]> => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await t.api.get(`/orders?limit=${limit}${query}${after}`).expect(200);
      const page = body as { items: Order[]; next_cursor: string | null };
      seen.push(...page.items.map(({ order_id }) => order_id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    return seen;
  };

  it.each([
    ['all', ''],
    ['one status', '&status=CREATED'],
    ['one customer', '&customer_id=SHOP-1'],
    ['both', '&customer_id=SHOP-1&status=CREATED'],
  ])('walks %s newest first, each exactly once', async (_, query) => {
    const ids: string[] = [];
    for (let i = 0; i < 23; i++) ids.push((await create()).order_id);
    await create({ customer_id: 'SHOP-2' }).then(({ order_id }) =>
      query === '' || query === '&status=CREATED' ? ids.push(order_id) : 0,
    );
    expect(await walk(query, 5)).toEqual(ids.reverse());
  });

  it('shows an order once to a walk during which others are inserted', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) ids.push((await create()).order_id);
    const first = (await t.api.get('/orders?limit=5')).body as { items: Order[]; next_cursor: string };
    const seen = first.items.map(({ order_id }) => order_id);
    let cursor: string | null = first.next_cursor;
    while (cursor !== null) {
      await create();
      const page = (await t.api.get(`/orders?limit=5&cursor=${cursor}`)).body as {
        items: Order[];
        next_cursor: string | null;
      };
      seen.push(...page.items.map(({ order_id }) => order_id));
      cursor = page.next_cursor;
    }
    const counts = ids.map((id) => seen.filter((other) => other === id).length);
    expect(counts).toEqual(ids.map(() => 1));
  });

  it.each([
    ['limit=0', '#/limit'],
    ['limit=101', '#/limit'],
    ['limit=ten', '#/limit'],
    ['cursor=garbage', '#/cursor'],
    ['status=LOST', '#/status'],
    ['colour=red', '#/colour'],
  ])('refuses ?%s', async (query, pointer) => {
    const { body } = await t.api.get(`/orders?${query}`).expect(422);
    expect(pointers(body)).toEqual([pointer]);
  });

  it('refuses the cursor of another list', async () => {
    for (let i = 0; i < 3; i++) await create();
    const { next_cursor } = (await t.api.get('/orders?limit=1')).body as { next_cursor: string };
    await t.api.get(`/orders?limit=1&status=CREATED&cursor=${next_cursor}`).expect(422);
  });
});

describe('GET /orders of a day', () => {
  const day = (order: { service_day?: unknown }): string => String(order.service_day);
  const waiting = async (query: object): Promise<{ order_id: string; service_day: string; overdue: boolean }[]> =>
    (
      (
        await t.api
          .get('/orders')
          .query({ awaiting: 'route', ...query })
          .expect(200)
      ).body as { items: never[] }
    ).items;
  const windowOn = (date: string): Record<string, unknown> => ({
    time_window_start: `${date}T14:00:00Z`,
    time_window_end: `${date}T18:00:00Z`,
  });

  it('has what awaits a route, first what is overdue, then by district and by age', async () => {
    const far = { street: 'Calle 7', district: 'Ate', province: 'Lima' };
    const [old, ate, first, second, tooOld, later] = [
      await create(windowOn('2026-12-03')),
      await create({ ...windowOn('2026-12-10'), delivery_address: far }),
      await create(windowOn('2026-12-10')),
      await create(windowOn('2026-12-10')),
      await create(windowOn('2026-12-02')),
      await create(windowOn('2026-12-11')),
    ];
    const listed = await waiting({ day: '2026-12-10' });
    expect(listed.map(({ order_id }) => order_id)).toEqual([old, ate, first, second].map(({ order_id }) => order_id));
    expect(listed.map(({ overdue }) => overdue)).toEqual([true, false, false, false]);
    expect(day(listed[0] as never)).toBe('2026-12-03');
    expect((await waiting({ day: '2026-12-10', district: 'Ate' })).map(({ order_id }) => order_id)).toEqual([
      ate.order_id,
    ]);
    expect(await waiting({ day: '2026-12-10', district: '040101' })).toEqual([]);
    expect((await waiting({ day: '2026-12-11' })).map(({ order_id }) => order_id)).not.toContain(tooOld.order_id);
    expect((await waiting({ day: '2026-12-11' })).map(({ order_id }) => order_id)).toContain(later.order_id);
  });

  it('loses an order to its route, and gets it back when that is cancelled', async () => {
    const { order_id } = await create(windowOn('2026-12-10'));
    const ids = async (): Promise<string[]> => (await waiting({ day: '2026-12-10' })).map((each) => each.order_id);
    expect(await ids()).toEqual([order_id]);
    const route = await t.api
      .post('/routes')
      .send({ order_ids: [order_id], driver_id: 'DRV001', departure_at: '2026-12-10T13:00:00Z' })
      .expect(200);
    expect(await ids()).toEqual([]);
    await t.api.post(`/routes/${(route.body as { route_id: string }).route_id}/cancel`).expect(200);
    expect(await ids()).toEqual([order_id]);
    await t.api.post('/tracking').send({ order_id, status: 'PICKED_UP' }).expect(201);
    expect(await ids()).toEqual([order_id]);
    await t.api.post('/tracking').send({ order_id, status: 'EXCEPTION' }).expect(201);
    expect(await ids()).toEqual([]);
  });

  it.each([
    [{ day: '2026-02-30', awaiting: 'route' }, '#/day'],
    [{ day: '2026-11-27T00:00:00Z', awaiting: 'route' }, '#/day'],
    [{ day: 'today', awaiting: 'route' }, '#/day'],
    [{ day: '2026-11-27', awaiting: 'godot' }, '#/awaiting'],
    [{ day: '2026-11-27' }, '#/awaiting'],
    [{ day: '2026-11-27', awaiting: 'route', district: '159999' }, '#/district'],
    [{ from: '2026-13-01' }, '#/from'],
    [{ from: '2026-11-27', to: '2026-11-26' }, '#/to'],
    [{ delivered: '2026-02-30', customer_id: 'SHOP-1' }, '#/delivered'],
    [{ delivered: '2026-11-27' }, '#/customer_id'],
    [{ reference: 'P-1' }, '#/customer_id'],
  ])('refuses %j', async (query, pointer) => {
    const { body } = await t.api.get('/orders').query(query).expect(422);
    expect(pointers(body)).toEqual([pointer]);
  });
});

describe('GET /orders of a shop', () => {
  const idsOf = (body: unknown): string[] => (body as { items: Order[] }).items.map(({ order_id }) => order_id);

  it('finds an order by what the shop calls it, and none of another shop', async () => {
    const mine = await create({ reference: 'PEDIDO-1', customer_id: 'SHOP-1' });
    const again = await create({ reference: 'PEDIDO-1', customer_id: 'SHOP-1' });
    await create({ reference: 'PEDIDO-1', customer_id: 'SHOP-2' });
    await create({ reference: 'B#C', customer_id: 'SHOP-A' });
    const find = (customer_id: string, reference: string) =>
      t.api.get('/orders').query({ customer_id, reference }).expect(200);
    expect(idsOf((await find('SHOP-1', 'PEDIDO-1')).body)).toEqual([again.order_id, mine.order_id]);
    expect(idsOf((await find('SHOP-A#B', 'C')).body)).toEqual([]);
    await t.api.patch(`/orders/${mine.order_id}`).send({ reference: 'PEDIDO-2' }).expect(200);
    expect(idsOf((await find('SHOP-1', 'PEDIDO-1')).body)).toEqual([again.order_id]);
    expect(idsOf((await find('SHOP-1', 'PEDIDO-2')).body)).toEqual([mine.order_id]);
  });

  it('shows what was made from one time to another', async () => {
    const orders = [await create(), await create(), await create()];
    const [first, second, third] = orders.map(({ created_at }) => created_at);
    const made = async (query: object): Promise<string[]> =>
      idsOf((await t.api.get('/orders').query(query).expect(200)).body);
    const newest = orders.map(({ order_id }) => order_id).reverse();
    expect(await made({ from: first, to: '2099-12-31' })).toEqual(newest);
    expect(await made({ customer_id: 'SHOP-1', from: second })).toEqual(newest.slice(0, 2));
    expect(await made({ customer_id: 'SHOP-1', from: first, to: third })).toEqual(newest.slice(1));
    expect(await made({ to: '2020-01-01' })).toEqual([]);
  });

  it('tells what was delivered on a day, as JSON and as CSV, page by page', async () => {
    const orders = [await create({ reference: '=1+1' }), await create({ reference: 'P-2' })];
    const open = await create();
    for (const { order_id } of orders)
      for (const status of ['PICKED_UP', 'OUT_FOR_DELIVERY', 'DELIVERED'])
        await t.api.post('/tracking').send({ order_id, status }).expect(201);
    const today = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 10);
    const query = { customer_id: 'SHOP-1', delivered: today };
    const { body } = await t.api.get('/orders').query(query).expect(200);
    expect(idsOf(body)).toEqual(orders.map(({ order_id }) => order_id).reverse());
    expect(idsOf(body)).not.toContain(open.order_id);
    const page = await t.api
      .get('/orders')
      .query({ ...query, limit: 1 })
      .set('Accept', 'text/csv')
      .expect(200);
    expect(page.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(page.text).toMatch(/^customer_id,reference,order_id,.*\r\nSHOP-1,P-2,/);
    const next = /^<([^>]+)>; rel="next"$/.exec(page.headers.link as string)?.[1] ?? '';
    const last = await t.api.get(next).set('Accept', 'text/csv').expect(200);
    expect(last.text).toContain("SHOP-1,'=1+1,");
    expect(last.headers.link).toBeUndefined();
    expect(
      idsOf(
        (
          await t.api
            .get('/orders')
            .query({ ...query, customer_id: 'SHOP-2' })
            .expect(200)
        ).body,
      ),
    ).toEqual([]);
    await t.api.get('/orders').set('Accept', 'text/csv').expect(406);
  });
});

describe('PATCH /orders/{order_id}', () => {
  it('merges, recomputes the totals and bumps the version', async () => {
    const order = await create({ notes: 'x' });
    const { body, headers } = await t.api
      .patch(`/orders/${order.order_id}`)
      .set('If-Match', '"1"')
      .send({ notes: null, recipient: { phone: null }, products: [{ name: 'Libro', quantity: 2, unit_price: 1000 }] })
      .expect(200);
    expect(body).toMatchObject({
      version: 2,
      subtotal: 2000,
      igv: 360,
      total: 2360,
      recipient: { name: 'Rosa Quispe' },
    });
    expect(body).not.toHaveProperty('notes');
    expect(headers.etag).toBe('"2"');
    await t.api.patch(`/orders/${order.order_id}`).set('If-Match', '"1"').send({ notes: 'y' }).expect(412);
  });

  it('lets exactly one of many at once win', async () => {
    const order = await create();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        t.api
          .patch(`/orders/${order.order_id}`)
          .set('If-Match', '"1"')
          .send({ notes: `n${i}` }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
    expect((await t.api.get(`/orders/${order.order_id}`)).body).toMatchObject({ version: 2 });
  });

  it('of the window moves the day, which is the one in Lima', async () => {
    const window = { time_window_start: '2026-12-25T01:00:00Z', time_window_end: '2026-12-25T03:00:00Z' };
    const order = await create(window);
    expect(order).toMatchObject({ service_day: '2026-12-24' });
    const without = await t.api
      .patch(`/orders/${order.order_id}`)
      .send({ time_window_start: null, time_window_end: null })
      .expect(200);
    const created = new Date(Date.parse(order.created_at) - 5 * 3_600_000).toISOString().slice(0, 10);
    expect(without.body).toMatchObject({ service_day: created });
  });

  it('merges an address, whose point does not outlive its street; in either content type', async () => {
    const address = {
      street: 'Av. Larco 345',
      district: 'Miraflores',
      reference: 'Dpto 302',
      lat: -12.1211,
      lon: -77.0297,
    };
    const path = `/orders/${(await create({ delivery_address: address })).order_id}`;
    const patch = async (delivery_address: unknown, type: string): Promise<unknown> => {
      const body = JSON.stringify({ delivery_address });
      const answer = await t.api.patch(path).set('Content-Type', type).send(body).expect(200);
      return (answer.body as { delivery_address: unknown }).delivery_address;
    };
    expect(await patch({ reference: 'Dpto 303' }, 'application/merge-patch+json')).toEqual({
      ...address,
      reference: 'Dpto 303',
    });
    expect(await patch({ street: 'Av. Larco 354' }, 'application/json')).toEqual({
      street: 'Av. Larco 354',
      district: 'Miraflores',
      reference: 'Dpto 303',
    });
  });

  it.each<[string, object, string]>([
    [
      'a street with half a point',
      { delivery_address: { street: 'Av. Brasil 1', lat: -12.1 } },
      '#/delivery_address/lon',
    ],
    ['no street', { delivery_address: { street: null } }, '#/delivery_address/street'],
    ['an unknown part of an address', { delivery_address: { colour: 'red' } }, '#/delivery_address/colour'],
  ])('refuses %s', async (_, patch, pointer) => {
    const { body } = await t.api
      .patch(`/orders/${(await create()).order_id}`)
      .send(patch)
      .expect(422);
    expect(pointers(body)).toEqual([pointer]);
  });

  it('needs a street where the address was one text, and a name where there was no recipient', async () => {
    const order = await create({ delivery_address: 'Av. Brasil 1', recipient: undefined });
    const refused = async (patch: object) =>
      pointers((await t.api.patch(`/orders/${order.order_id}`).send(patch).expect(422)).body);
    expect(await refused({ delivery_address: { district: 'Lince' } })).toEqual(['#/delivery_address/street']);
    expect(await refused({ recipient: { phone: '999888777' } })).toEqual(['#/recipient/name']);
  });

  it("takes RFC 7396's content type for patches alone", async () => {
    const post = t.api.post('/orders').set('Content-Type', 'application/merge-patch+json');
    await post.send(JSON.stringify(orderBody())).expect(415);
  });

  it('that changes nothing makes no version', async () => {
    const order = await create({ notes: 'x' });
    const { headers } = await t.api.patch(`/orders/${order.order_id}`).send({ notes: 'x' }).expect(200);
    expect(headers.etag).toBe('"1"');
  });

  it('keeps to 20 entries of metadata, added at once or one by one', async () => {
    const entries = (from: number) => Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`k${from + i}`, 'v']));
    const order = await create({ metadata: entries(0) });
    const { body } = await t.api
      .patch(`/orders/${order.order_id}`)
      .send({ metadata: entries(100) })
      .expect(422);
    expect(pointers(body)).toEqual(['#/metadata']);
  });

  it('is refused once the order has ended', async () => {
    const order = await create();
    await t.api.post(`/orders/${order.order_id}/cancel`).send({ reason_code: 'CONSIGNEE_CANCELLED' }).expect(200);
    const { body } = await t.api.patch(`/orders/${order.order_id}`).send({ notes: 'y' }).expect(409);
    expect(body).toMatchObject({ current_status: 'CANCELLED' });
  });
});

describe('characters that take two of UTF-16', () => {
  it.each([0, 1])('are changed whole, wherever the record of the change is cut (%i)', async (shift) => {
    const { order_id } = await create();
    const products = [{ name: `${'a'.repeat(shift)}${'😍'.repeat(99)}`, quantity: 1, unit_price: 100 }];
    const { body } = await t.api.patch(`/orders/${order_id}`).send({ products }).expect(200);
    expect(body).toMatchObject({ products });
  });
});

describe('unknown and malformed ids', () => {
  it('are 404 and 422', async () => {
    await t.api.get('/orders/01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e').expect(404);
    await t.api.get('/orders/7').expect(422);
    await t.api.get('/nowhere').expect(404);
  });
});

describe('an order past its time', () => {
  it('is invisible everywhere at once, and one under way never expires', async () => {
    const ended = await create();
    const open = await create();
    await t.api.post(`/orders/${ended.order_id}/cancel`).send({}).expect(200);
    t.clock.advance(31 * 86_400_000);
    await t.api.get(`/orders/${ended.order_id}`).expect(404);
    await t.api.get(`/tracking?order_id=${ended.order_id}`).expect(404);
    const { items } = (await t.api.get('/orders')).body as { items: Order[] };
    expect(items.map(({ order_id }) => order_id)).toEqual([open.order_id]);
  });
});
