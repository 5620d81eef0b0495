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
  orders: number;
  created: number;
  duplicates: number;
  failed: number;
  pending: number;
  errors: { row: number; reference?: string; errors: { pointer: string; column?: string; cell?: string }[] }[];
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
      errors: [
        {
          row: 3,
          reference: 'C2',
          errors: [
            {
              pointer: '#/products/0/quantity',
              column: 'quantity',
              cell: 'F3',
              detail: 'must be a whole number from 1 to 9999',
            },
          ],
        },
      ],
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
    ['a broken quote in the header', 'customer_id,"reference\nSHOP-1,x', 'text/csv', 422],
    ['a workbook', 'PK\u0003\u0004', 'application/vnd.ms-excel', 422],
    ['another charset', 'notes\nx', 'text/csv; charset=shift_jis', 415],
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

const HEADER = 'customer_id,reference,recipient_name,product_name,quantity,unit_price,street,district';
const finishedCsv = async (text: string | Buffer, type = 'text/csv'): Promise<ImportAnswer> => {
  const { body } = await s.api.post('/orders/imports').set('Content-Type', type).send(text).expect(202);
  return finished((body as ImportAnswer).import_id);
};
const ordersOf = async (): Promise<Record<string, unknown>[]> =>
  ((await s.api.get('/orders?customer_id=SHOP-1').expect(200)).body as { items: Record<string, unknown>[] }).items;
interface RowResult {
  row: number;
  status: string;
  order_id?: string;
  tracking_id?: string;
}
const rowsOf = async (importId: string, limit: number): Promise<RowResult[]> => {
  const rows: RowResult[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { body } = await s.api.get(`/orders/imports/${importId}/rows?limit=${limit}${after}`).expect(200);
    const page = body as { items: RowResult[]; next_cursor: string | null };
    expect(page.items.length).toBeLessThanOrEqual(limit);
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return rows;
};

describe('rows of one reference', () => {
  it('are one order of several products, adjacent or not; rows are counted, and orders beside them', async () => {
    const csv = [
      HEADER,
      'SHOP-1,M1,Ana,Polo,1,1000,Av. L,Lince',
      'SHOP-1,M2,Luis,Libro,1,300,Av. Z,Lince',
      'SHOP-1,M1,Ana,Gorra,2,500,Av. L,Lince',
    ].join('\r\n');
    const done = await finishedCsv(csv);
    expect(done).toMatchObject({ status: 'COMPLETED', rows: 3, orders: 2, created: 3, duplicates: 0, failed: 0 });
    const [order] = (await ordersOf()).filter(({ reference }) => reference === 'M1');
    expect(order).toMatchObject({ subtotal: 2000, products: [{ name: 'Polo' }, { name: 'Gorra' }] });
    expect(await rowsOf(done.import_id, 2)).toMatchObject([
      { row: 2, status: 'CREATED', order_id: order?.order_id },
      { row: 3, status: 'CREATED' },
      { row: 4, status: 'CREATED', order_id: order?.order_id, tracking_id: order?.tracking_id },
    ]);
    const again = await finishedCsv(`${csv}\r\nSHOP-1,M3,Ana,Polo,x,1,Av. L,Lince`);
    expect(again).toMatchObject({ rows: 4, orders: 0, created: 0, duplicates: 3, failed: 1 });
    expect(await rowsOf(again.import_id, 100)).toMatchObject([
      { row: 2, status: 'DUPLICATE', order_id: order?.order_id, tracking_id: order?.tracking_id },
      { row: 3, status: 'DUPLICATE' },
      { row: 4, status: 'DUPLICATE', order_id: order?.order_id },
      { row: 5, status: 'FAILED', reference: 'M3', errors: [{ column: 'quantity', cell: 'E5' }] },
    ]);
  });

  it('fail all together where they differ in more than the product, or one of them is wrong', async () => {
    const done = await finishedCsv(
      [
        HEADER,
        'SHOP-1,D1,Ana,Polo,1,1000,Av. L,Lince',
        'SHOP-1,D1,Ana,Gorra,1,1000,Av. L,Surquillo',
        'SHOP-1,D2,Ana,Polo,1,1000,Av. L,Lince',
        'SHOP-1,D2,Ana,Gorra,x,1000,Av. L,Lince',
      ].join('\n'),
    );
    expect(done).toMatchObject({ orders: 0, created: 0, failed: 4 });
    expect(
      done.errors.map(({ row, reference, errors }) => [row, reference, errors[0]?.cell, errors[0]?.pointer]),
    ).toEqual([
      [2, 'D1', 'H2', '#/delivery_address/district'],
      [3, 'D1', 'H3', '#/delivery_address/district'],
      [4, 'D2', 'B4', '#/reference'],
      [5, 'D2', 'E5', '#/products/0/quantity'],
    ]);
  });
});

describe('a file as it comes', () => {
  const line = 'SHOP-1;E1;José Ñañez;Polo;1;15900;Av. Larco 345;Miraflores';
  const text = `${HEADER.replaceAll(',', ';')}\r\n${line}\r\n`;

  it.each([
    ['as Excel saves it', Buffer.from(text, 'latin1'), 'application/vnd.ms-excel'],
    ['with its charset declared', Buffer.from(text, 'latin1'), 'text/csv; charset=windows-1252'],
    ['as UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), 'text/csv'],
    ['as Unicode text', Buffer.from(`\uFEFF${text.replaceAll(';', '\t')}`, 'utf16le'), 'text/csv'],
  ])('is read %s', async (_, bytes, type) => {
    expect(await finishedCsv(bytes, type)).toMatchObject({ status: 'COMPLETED', created: 1 });
    expect(await ordersOf()).toMatchObject([{ recipient: { name: 'José Ñañez' } }]);
  });

  it('comes in a form, and is one import by its key however the form is sent', async () => {
    const send = () =>
      s.api.post('/orders/imports').set('Idempotency-Key', 'form').attach('file', Buffer.from(text, 'latin1'), {
        filename: 'pedidos.csv',
        contentType: 'application/vnd.ms-excel',
      });
    const first = await send().expect(202);
    expect((await send().expect(202)).body).toMatchObject({ import_id: (first.body as ImportAnswer).import_id });
    expect(await finished((first.body as ImportAnswer).import_id)).toMatchObject({ created: 1 });
  });

  it('gets back the zeros that a spreadsheet took from a DNI, and is told where digits are gone', async () => {
    const columns = `${HEADER},recipient_phone,document_type,document_number`;
    const row = (reference: string, phone: string, type: string, number: string) =>
      `SHOP-1,${reference},José,Polo,1,15900,Av. Larco 345,Miraflores,${phone},${type},${number}`;
    const done = await finishedCsv(
      [
        columns,
        row('Z1', '987654321', 'DNI', '4567891'),
        row('Z2', '987654321', 'DNI', '4.567891E+06'),
        row('Z3', '987654321', 'RUC', '2.01001E+10'),
        row('Z4', '9.87654E+08', 'DNI', '04567891'),
        row('Z5', '+5.19877E+10', 'DNI', '04567891'),
      ].join('\r\n'),
    );
    expect(done).toMatchObject({ created: 2, failed: 3 });
    expect(done.errors.map(({ row: number, errors }) => [number, errors[0]?.cell])).toEqual([
      [4, 'K4'],
      [5, 'I5'],
      [6, 'I6'],
    ]);
    const numbers = (await ordersOf()).map(({ recipient }) => recipient);
    expect(numbers).toEqual([
      expect.objectContaining({ document_number: '04567891' }),
      expect.objectContaining({ document_number: '04567891' }),
    ]);
  });
});

describe('GET /orders/imports', () => {
  it('walks the imports of one who sends, newest first', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(((await upload(row(`L${i}`)).expect(202)).body as ImportAnswer).import_id);
    for (const id of ids) await finished(id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await s.api.get(`/orders/imports?limit=2${after}`).expect(200);
      const page = body as { items: ImportAnswer[]; next_cursor: string | null };
      for (const item of page.items) expect(item).not.toHaveProperty('errors');
      seen.push(...page.items.map(({ import_id }) => import_id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(ids.toReversed());
    expect((await s.api.get('/orders/imports?customer_id=SHOP-1').expect(200)).body).toEqual({
      items: [],
      next_cursor: null,
    });
  });

  it.each(['cursor=garbage', 'limit=0', 'colour=red'])('refuses ?%s', async (query) => {
    await s.api.get(`/orders/imports?${query}`).expect(422);
  });

  it('shows rows of an import that is there', async () => {
    await s.api.get('/orders/imports/01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e/rows').expect(404);
    await s.api.get('/orders/imports/7/rows').expect(422);
    const { import_id } = await finishedCsv(`${HEADER}\nSHOP-1,Q1,Ana,Polo,1,1,Av. L,Lince`);
    await s.api.get(`/orders/imports/${import_id}/rows?cursor=garbage`).expect(422);
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
