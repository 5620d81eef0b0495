import request from 'supertest';
import type { Agent } from 'supertest';
import { Transactions } from '../../src/database/transaction';
import { AppLogger } from '../../src/observability/logger';
import { OrdersService } from '../../src/orders/orders.service';
import { linkUrl } from '../../src/orders/order-link';
import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

const t = useApp({ PUBLIC_BASE_URL: 'https://api.dinex.example/prod' });

interface Order {
  readonly order_id: never;
  readonly tracking_id: string;
  readonly version: number;
}

const create = async (changes: Record<string, unknown> = {}): Promise<Order> =>
  (await t.api.post('/orders').send(orderBody(changes)).expect(201)).body as Order;
const tokenOf = async ({ order_id }: Order): Promise<string> => {
  const orders = t.app.get(OrdersService);
  return (await orders.tokenOf(await orders.get(order_id))) ?? '';
};
const report = ({ order_id }: Order, status: string, more: object = {}) =>
  t.api
    .post('/tracking')
    .send({ order_id, status, ...more })
    .expect(201);

const ANA = { name: 'Ana García López', phone: '999888777', email: 'ana@example.com', locale: 'es-PE' };

describe('GET /t/{token}', () => {
  it('shows the parcel in the language of its recipient, or in the one that is asked for', async () => {
    const token = await tokenOf(await create({ recipient: ANA }));
    const { text, headers } = await t.api.get(`/t/${token}`).set('Accept', 'text/html').expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; form-action 'self'/,
      ),
    });
    expect(text).toContain('<html lang="es-PE">');
    expect(text).toContain('Recibimos tu pedido');
    expect(Buffer.byteLength(text)).toBeLessThan(30 * 1024);
    expect((await t.api.get(`/t/${token}?lang=en&utm_source=x`).expect(200)).text).toContain('We have your order');
  });

  it('shows neither the address nor the whole name, number, mail or price', async () => {
    const delivery_address = { street: 'Av. José Larco 345', district: 'Miraflores', reference: 'Timbre 4' };
    const token = await tokenOf(await create({ recipient: ANA, delivery_address, notes: 'Cuidado con el perro' }));
    for (const type of ['text/html', 'application/json']) {
      const { text } = await t.api.get(`/t/${token}`).set('Accept', type).expect(200);
      expect(text).toContain('Ana G. L.');
      expect(text).toContain('Miraflores');
      expect(text).not.toMatch(/García|López|999888777|ana@example|Larco|Timbre|perro|unit_price|SHOP-1/);
    }
  });

  it('tells what happened, newest first, and that a correction is one', async () => {
    const order = await create({ recipient: ANA });
    await report(order, 'PICKED_UP');
    await report(order, 'OUT_FOR_DELIVERY', { event_id: 'wrong' });
    await report(order, 'IN_TRANSIT', { corrects: 'wrong' });
    await report(order, 'OUT_FOR_DELIVERY');
    await report(order, 'ATTEMPT_FAILED', { reason_code: 'CONSIGNEE_ABSENT' });
    const token = await tokenOf(order);
    const { body } = await t.api.get(`/t/${token}`).set('Accept', 'application/json').expect(200);
    expect(body).toMatchObject({
      tracking_id: order.tracking_id,
      status: 'ATTEMPT_FAILED',
      under_way: true,
      attempts_left: 2,
      history: [
        { status: 'ATTEMPT_FAILED', reason_code: 'CONSIGNEE_ABSENT', correction: false },
        { status: 'OUT_FOR_DELIVERY', correction: false },
        { status: 'IN_TRANSIT', correction: true },
        { status: 'PICKED_UP', correction: false },
        { status: 'CREATED', correction: false },
      ],
    });
    const { text } = await t.api.get(`/t/${token}?lang=en`).expect(200);
    expect(text).toContain('Correction: what was told before was wrong.');
    expect(text).toContain('2 delivery attempts are left.');
  });

  it('says where a parcel waits to be collected, and of which shop it is', async () => {
    await t.api.post('/shops').send({ shop_id: 'SHOP-1', name: 'Zapatería Perú SAC', sender_name: 'Zapatos Perú' });
    const order = await create({ recipient: ANA });
    await report(order, 'IN_TRANSIT');
    await report(order, 'AVAILABLE_FOR_PICKUP', { location: 'Agencia Miraflores, Av. Larco 100' });
    const { body } = await t.api
      .get(`/t/${await tokenOf(order)}`)
      .set('Accept', 'application/json')
      .expect(200);
    expect(body).toMatchObject({ pickup_point: 'Agencia Miraflores, Av. Larco 100', under_way: false });
    expect(body).toMatchObject({ shop_name: 'Zapatos Perú' });
  });

  it('escapes whatever a shop or a scan says', async () => {
    const order = await create({ recipient: { ...ANA, name: '<script>alert(1)</script>' } });
    await report(order, 'IN_TRANSIT');
    await report(order, 'AVAILABLE_FOR_PICKUP', { location: '<img src=x onerror=alert(1)> https://evil.example' });
    const { text } = await t.api.get(`/t/${await tokenOf(order)}`).expect(200);
    expect(text).not.toMatch(/<script|<img|https:\/\/evil/);
  });

  it('changes nothing, however often it is opened', async () => {
    const order = await create({ recipient: ANA });
    const path = `/t/${await tokenOf(order)}`;
    const stored = () => t.app.get(OrdersService).get(order.order_id);
    const before = await stored();
    const texts = new Set<string>();
    for (let i = 0; i < 5; i++)
      for (const { text } of await Promise.all(Array.from({ length: 20 }, () => t.api.get(path).expect(200))))
        texts.add(text);
    await t.api.head(path).expect(200);
    expect(texts.size).toBe(1);
    expect(await stored()).toEqual(before);
  });

  it('is the same 404 for every link that opens nothing, and what cannot be a link is not looked for', async () => {
    const order = await create({ recipient: ANA });
    const token = await tokenOf(order);
    const gone = await create({ recipient: ANA });
    const goneToken = await tokenOf(gone);
    await expire(gone);
    const replaced = await create({ recipient: ANA });
    const replacedToken = await tokenOf(replaced);
    await t.api.post(`/orders/${replaced.order_id as string}/link`).expect(200);
    const wrong = [
      'A'.repeat(22),
      `${'_'.repeat(21)}A`,
      token.slice(0, -1),
      `${token}A`,
      token.toUpperCase(),
      'A'.repeat(10_240),
      goneToken,
      replacedToken,
      order.tracking_id,
      '%20',
    ];
    for (const [type, kind] of [
      ['text/html', 'text/html; charset=utf-8'],
      ['application/json', 'application/problem+json; charset=utf-8'],
    ] as const) {
      const answers = await Promise.all(wrong.map((text) => t.api.get(`/t/${text}`).set('Accept', type).expect(404)));
      for (const { headers } of answers)
        expect(headers).toMatchObject({ 'content-type': kind, 'cache-control': 'no-store' });
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    }
    const looked = jest.spyOn(t.app.get(OrdersService), 'findByToken');
    for (const text of ['A'.repeat(10_240), token.slice(0, -1), order.tracking_id])
      await t.api.get(`/t/${text}`).expect(404);
    expect(looked).not.toHaveBeenCalled();
    await t.api.get(`/t/${'A'.repeat(22)}`).expect(404);
    expect(looked).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
  });

  it('leaves the token in no log, also where the store fails', async () => {
    const token = await tokenOf(await create({ recipient: ANA }));
    const lines: unknown[] = [];
    const logger = t.app.get(AppLogger);
    jest.spyOn(logger, 'info').mockImplementation((...line: unknown[]) => void lines.push(line));
    jest.spyOn(logger, 'failure').mockImplementation((...line: unknown[]) => void lines.push(line));
    const find = jest.spyOn(t.app.get(OrdersService), 'findByToken');
    await t.api.get(`/t/${token}?lang=en`).expect(200);
    await t.api.get(`/t/${token}/nothing`).expect(405);
    await t.api.delete(`/t/${token}`).expect(405);
    await t.api.post(`/t/${token}/note`).type('form').send({ note: 'x' }).expect(303);
    find.mockRejectedValueOnce(new Error('The store is gone'));
    const { body } = await t.api.get(`/t/${token}`).expect(500);
    expect(body).toMatchObject({ instance: '/t/:token' });
    find.mockRejectedValueOnce(new Error('The store is gone'));
    await t.api.get(`/T/${token}`).expect(500);
    jest.restoreAllMocks();
    const said = JSON.stringify(lines);
    expect(said).toContain('GET /t/:token failed');
    expect(said).toContain('"route":"/t/:token"');
    expect(said).not.toContain(token);
  });
});

describe('POST /orders/{order_id}/link', () => {
  it('replaces the link, once for one key', async () => {
    const order = await create({ recipient: ANA });
    const first = await tokenOf(order);
    const replace = () =>
      t.api
        .post(`/orders/${order.order_id as string}/link`)
        .set('Idempotency-Key', 'link-1')
        .expect(200);
    const { body, headers } = await replace();
    expect(headers.etag).toBe('"2"');
    const second = await tokenOf(order);
    expect(second).not.toBe(first);
    expect(body).toEqual({
      order_id: order.order_id,
      version: 2,
      url: linkUrl('https://api.dinex.example/prod', second),
    });
    await t.api.get(`/t/${first}`).expect(404);
    await t.api.get(`/t/${second}`).expect(200);
    expect((await replace()).body).toEqual(body);
    const changes = await t.api.get('/changes').query({ object: `order:${order.order_id as string}` });
    expect(JSON.stringify(changes.body)).not.toContain(second);
  });

  it('heeds If-Match, and knows no order that is not there', async () => {
    const order = await create();
    await t.api
      .post(`/orders/${order.order_id as string}/link`)
      .set('If-Match', '"7"')
      .expect(412);
    await t.api.post('/orders/01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e/link').expect(404);
  });
});

/** As if its days were over, while TTL has not come to it yet. */
async function expire({ order_id }: Order): Promise<void> {
  const orders = t.app.get(OrdersService);
  const order = await orders.get(order_id);
  await t.app
    .get(Transactions)
    .commit([orders.transition(order, { ...order, ttl: Math.floor(Date.now() / 1_000) - 60 })]);
}

describe('POST /t/{token}/{wish}', () => {
  const ask = (token: string, wish: string, form: Record<string, string>) =>
    t.api.post(`/t/${token}/${wish}`).type('form').send(form);
  const shown = async (token: string) =>
    (await t.api.get(`/t/${token}`).set('Accept', 'application/json').expect(200)).body as {
      readonly days: string[];
      readonly service_day: string;
      readonly history: readonly { readonly kind?: string; readonly day?: string }[];
      readonly channels: readonly { readonly name: string; readonly stopped: boolean }[];
    };
  const eventsOf = async ({ order_id }: Order) =>
    ((await t.api.get('/tracking').query({ order_id }).expect(200)).body as { events: Record<string, unknown>[] })
      .events;

  // A Friday at noon in Lima.
  beforeEach(() => {
    t.clock.advance(Date.parse('2027-03-12T17:00:00.000Z') - t.clock.now());
  });

  it('moves a parcel to another working day, once a day, and leads back to the page', async () => {
    const order = await create({ recipient: ANA });
    const token = await tokenOf(order);
    expect((await shown(token)).days).toEqual(['2027-03-13', '2027-03-15', '2027-03-16', '2027-03-17']);
    const { headers } = await ask(token, 'day?lang=en', { day: '2027-03-16' }).expect(303);
    expect(headers).toMatchObject({ location: `/t/${token}?lang=en&notice=done`, 'cache-control': 'no-store' });
    expect((await t.api.get(headers.location as string).expect(200)).text).toContain('Done, we have noted it.');
    expect(await shown(token)).toMatchObject({
      service_day: '2027-03-16',
      days: [],
      history: [{ kind: 'reschedule', day: '2027-03-16' }, { status: 'CREATED' }],
    });
    expect((await ask(token, 'day', { day: '2027-03-15' })).headers.location).toContain('notice=onceADay');
    expect((await ask(token, 'day', { day: '2027-03-16' })).headers.location).toContain('notice=done');
    expect(await eventsOf(order)).toHaveLength(2);
  });

  it.each(['2027-03-14', '2027-03-12', '2027-03-18', '2027-02-30', 'mañana', ''])(
    'takes no day such as %s',
    async (day) => {
      const token = await tokenOf(await create({ recipient: ANA }));
      expect((await ask(token, 'day', { day }).expect(303)).headers.location).toContain('notice=badDay');
    },
  );

  it('lets one of two days win that are asked for at once', async () => {
    const order = await create({ recipient: ANA });
    const token = await tokenOf(order);
    const answers = await Promise.all(
      ['2027-03-15', '2027-03-16'].map((day) => ask(token, 'day', { day }).expect(303)),
    );
    const notices = answers.map(({ headers }) => /notice=(\w+)/.exec(String(headers.location))?.[1]);
    expect(notices.sort()).toEqual(['done', 'onceADay']);
    expect((await eventsOf(order)).filter(({ kind }) => kind === 'reschedule')).toHaveLength(1);
  });

  it('keeps the day of a parcel in the van, and shows the wish to who brings it', async () => {
    const order = await create({ recipient: ANA });
    const token = await tokenOf(order);
    await report(order, 'OUT_FOR_DELIVERY');
    const { service_day } = await shown(token);
    expect((await ask(token, 'day', { day: '2027-03-16' })).headers.location).toContain('notice=done');
    expect(await shown(token)).toMatchObject({ service_day });
    expect(await eventsOf(order)).toContainEqual(
      expect.objectContaining({
        kind: 'reschedule',
        reschedule_to: '2027-03-16',
        actor: { role: 'recipient', subject: 'recipient' },
      }),
    );
  });

  it('leaves notes in the history, which move nothing, and takes no more than ten', async () => {
    const order = await create({ recipient: ANA });
    const token = await tokenOf(order);
    await report(order, 'IN_TRANSIT');
    await ask(token, 'elsewhere', { kind: 'neighbour', where: 'Sra. Rojas, dpto. 302' }).expect(303);
    await ask(token, 'note', { note: 'El timbre\r\nno funciona' }).expect(303);
    expect(await eventsOf(order)).toMatchObject([
      { status: 'CREATED' },
      { status: 'IN_TRANSIT' },
      { kind: 'neighbour', message: 'Sra. Rojas, dpto. 302', applied: false },
      { kind: 'note', message: 'El timbre no funciona', applied: false },
    ]);
    await report(order, 'OUT_FOR_DELIVERY');
    for (let i = 0; i < 8; i++)
      expect((await ask(token, 'note', { note: `Nota ${i}` })).headers.location).toContain('done');
    expect((await ask(token, 'note', { note: 'Una más' })).headers.location).toContain('notice=full');
    expect((await ask(token, 'note', { note: ' ' })).headers.location).toContain('notice=empty');
    expect((await ask(token, 'messages', { channel: 'sms', wanted: 'no' })).headers.location).toContain('notice=done');
    await report(order, 'DELIVERED');
    expect((await ask(token, 'note', { note: 'Tarde' })).headers.location).toContain('notice=tooLate');
  });

  it('stops messages by channel, by a form or by the one click of a mail program, and lets them go on', async () => {
    const order = await create({ recipient: ANA });
    const token = await tokenOf(order);
    await ask(token, 'messages', { channel: 'sms', wanted: 'no' }).expect(303);
    await ask(token, 'unsubscribe', { 'List-Unsubscribe': 'One-Click' }).expect(200);
    const stopped = async () => (await shown(token)).channels.filter((each) => each.stopped).map(({ name }) => name);
    expect((await stopped()).sort()).toEqual(['email', 'sms']);
    await ask(token, 'messages', { channel: 'email', wanted: 'yes' }).expect(303);
    expect(await stopped()).toEqual(['sms']);
    expect((await ask(token, 'messages', { channel: 'pigeon' })).headers.location).toContain('notice=empty');
  });

  it('offers nobody to stop what does not reach them', async () => {
    const token = await tokenOf(await create({ recipient: { name: 'Ana', email: 'ana@example.com' } }));
    expect((await shown(token)).channels).toEqual([{ name: 'email', stopped: false }]);
    expect((await t.api.get(`/t/${token}/unsubscribe`).expect(303)).headers.location).toBe(`/t/${token}`);
  });

  it('is the same 404 for a wrong link or form, and takes forms alone', async () => {
    const token = await tokenOf(await create({ recipient: ANA }));
    await ask('A'.repeat(22), 'note', { note: 'x' }).expect(404);
    await ask(token.toLowerCase(), 'note', { note: 'x' }).expect(404);
    await ask(token, 'address', { street: 'x' }).expect(404);
    await t.api.post(`/t/${token}/note`).send({ note: 'x' }).expect(415);
    await t.api
      .post(`/t/${token}/note`)
      .type('form')
      .send({ note: 'x'.repeat(9_000) })
      .expect(413);
  });
});

it('a page of ours may send its forms, and another page may not', async () => {
  const agent = request(t.app.getHttpServer()) as unknown as Agent;
  const send = (headers: Record<string, string>) => agent.post('/t/x').set(headers);
  expect((await send({ Origin: 'null', 'Sec-Fetch-Site': 'same-origin' })).status).toBe(405);
  expect((await send({ Origin: 'null', 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await send({ Origin: 'null' })).status).toBe(403);
});
