import { ImportIntake } from '../../src/orders/imports/import-intake.service';
import type { OrderId } from '../../src/kernel/ids';
import { OrdersService } from '../../src/orders/orders.service';
import { orderBody } from '../factories/orders';
import { eventually } from '../support/eventually';
import { useSystem } from '../support/system';

const s = useSystem();

interface ImportAnswer {
  import_id: string;
  status: string;
  created: number;
  duplicates: number;
  failed: number;
  pending: number;
  errors: { row: number; errors: { pointer: string }[] }[];
}

const row = (reference: string, changes: Record<string, unknown> = {}): string =>
  JSON.stringify(orderBody({ reference, recipient: { name: 'Ana' }, ...changes }));
const upload = (text: string, type = 'application/x-ndjson') =>
  s.api.post('/orders/imports').set('Content-Type', type).send(text);
const finished = (importId: string): Promise<ImportAnswer> =>
  eventually(async () => {
    const { body } = await s.api.get(`/orders/imports/${importId}`).expect(200);
    expect(body).toMatchObject({ pending: 0, status: expect.stringMatching(/^COMPLETED/) });
    return body as ImportAnswer;
  });
const countOrders = async (): Promise<number> => {
  let count = 0;
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page = (await s.api.get(`/orders?customer_id=SHOP-1&limit=100${after}`)).body as {
      items: unknown[];
      next_cursor: string | null;
    };
    count += page.items.length;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return count;
};

describe('an import', () => {
  it('makes an order of each good row and names each bad one by its number; the same file again makes none', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => row(`R${i}`));
    rows[9] = row('R9', { products: [] });
    rows[99] = '{broken';
    rows[199] = row('R0');
    const first = await upload(rows.join('\n')).expect(202);
    expect(first.headers.location).toBe(`/orders/imports/${(first.body as ImportAnswer).import_id}`);
    const done = await finished((first.body as ImportAnswer).import_id);
    expect(done).toMatchObject({ status: 'COMPLETED_WITH_ERRORS', created: 297, duplicates: 0, failed: 3 });
    expect(done.errors.map((error) => [error.row, error.errors[0]?.pointer])).toEqual([
      [10, '#/products'],
      [100, '#'],
      [200, '#/reference'],
    ]);
    expect(await countOrders()).toBe(297);

    const again = await upload(rows.join('\n')).expect(202);
    expect(await finished((again.body as ImportAnswer).import_id)).toMatchObject({
      created: 0,
      duplicates: 297,
      failed: 3,
    });
    expect(await countOrders()).toBe(297);
  });

  it('gives its orders the correlation id of the request that sent the file', async () => {
    const { body } = await upload(row('R1')).set('X-Correlation-Id', 'monday-upload').expect(202);
    await finished((body as ImportAnswer).import_id);
    const { items } = (await s.api.get('/orders?customer_id=SHOP-1').expect(200)).body as {
      items: { order_id: OrderId }[];
    };
    const orders = await Promise.all(items.map(({ order_id }) => s.worker.get(OrdersService).get(order_id)));
    expect(orders.map(({ correlation_id }) => correlation_id)).toEqual(['monday-upload']);
  });

  it('reads CSV', async () => {
    const csv = [
      'customer_id,reference,recipient_name,recipient_phone,product_name,quantity,unit_price,street,district,lat,lon',
      'SHOP-1,C1,"Quispe, Rosa",999888777,Zapatillas,2,15900,"Av. Larco 345",Miraflores,-12.12,-77.03',
      'SHOP-1,C2,Luis,999888777,Libro,1.5,100,Av. Arequipa 1,Lince,,',
    ].join('\r\n');
    const { body } = await upload(`\uFEFF${csv}`, 'text/csv').expect(202);
    const done = await finished((body as ImportAnswer).import_id);
    expect(done).toMatchObject({
      created: 1,
      failed: 1,
      errors: [{ row: 2, errors: [{ pointer: '#/products/0/quantity' }] }],
    });
    const { items } = (await s.api.get('/orders?customer_id=SHOP-1')).body as { items: unknown[] };
    expect(items).toMatchObject([
      {
        reference: 'C1',
        recipient: { name: 'Quispe, Rosa' },
        total: 37_524,
        delivery_address: { lat: -12.12, lon: -77.03 },
      },
    ]);
  });

  it.each([
    ['no rows', '\n\n', 'application/x-ndjson', 422],
    ['an unknown column', 'customer_id,colour\nSHOP-1,red', 'text/csv', 422],
    ['a broken quote', 'customer_id,reference\nSHOP-1,"x', 'text/csv', 422],
    ['5,001 rows', 'x\n'.repeat(5_001), 'application/x-ndjson', 413],
    ['a JSON body', '{}', 'application/json', 415],
    ['4 MB and more', 'x'.repeat(4 * 1024 * 1024 + 1), 'text/csv', 413],
  ])('refuses %s', async (_, text, type, status) => {
    await upload(text, type).expect(status);
  });

  it('is one import by its Idempotency-Key', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => upload(row('K1')).set('Idempotency-Key', 'same')),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    const [importId = '', ...others] = new Set(answers.map(({ body }) => (body as ImportAnswer).import_id));
    expect(others).toEqual([]);
    expect(await finished(importId)).toMatchObject({ created: 1 });
  });

  it('is finished exactly after its worker died half way', async () => {
    const orders = s.worker.get(OrdersService);
    const creation = orders.creation.bind(orders);
    let made = 0;
    const dying = jest.spyOn(orders, 'creation').mockImplementation((order) => {
      if (++made > 60) throw new Error('killed');
      return creation(order);
    });
    const { body } = await upload(Array.from({ length: 100 }, (_, i) => row(`W${i}`)).join('\n')).expect(202);
    const { import_id } = body as ImportAnswer;
    await eventually(() => {
      expect(made).toBeGreaterThan(60);
    });
    expect(await countOrders()).toBe(50);
    dying.mockRestore();
    await s.worker.get(ImportIntake).take({ import_id, chunk: 0 });
    expect(await finished(import_id)).toMatchObject({ status: 'COMPLETED', created: 100, duplicates: 0 });
    await s.worker.get(ImportIntake).take({ import_id, chunk: 0 });
    expect(await finished(import_id)).toMatchObject({ created: 100 });
    expect(await countOrders()).toBe(100);
  });
});

describe('a row that can be no order, whatever it holds,', () => {
  it.each<[string, string]>([
    ['half a character', row('B').replace('"Ana"', String.raw`"\ud800"`)],
    ['a list for a product', row('B', { products: [[]] })],
    ['a list for an address', row('B', { delivery_address: [{ street: 'x' }] })],
    ['an empty list for an address', row('B', { delivery_address: [] })],
    ['lists in lists', `{"metadata":${'['.repeat(3_000)}${']'.repeat(3_000)}}`],
    ['100,000 products', row('B', { products: Array.from({ length: 100_000 }, () => ({})) })],
    ['a name of Object.prototype', `{"__proto__":{},${row('B').slice(1)}`],
  ])('spoils no other: %s', async (_, bad) => {
    const { body } = await upload([row('A'), bad, row('C')].join('\n')).expect(202);
    expect(await finished((body as ImportAnswer).import_id)).toMatchObject({
      created: 2,
      failed: 1,
      errors: [{ row: 2 }],
    });
  });
});
