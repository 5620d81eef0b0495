import 'reflect-metadata';
import { orderInput } from '../order.fixture';
import { checkRow, parseFile, ParsedRow } from './import-file';

const csv = (header: string, ...lines: string[]): ParsedRow[] => parseFile([header, ...lines].join('\n'), 'csv');
const bodies = (rows: readonly ParsedRow[]): unknown[] => rows.map((row) => ('body' in row ? row.body : row.errors));

describe('a CSV file', () => {
  it('gives bodies of orders: empty cells are absent, numbers are numbers, the rest is text', () => {
    const rows = csv(
      'customer_id,reference,recipient_name,document_number,product_name,quantity,unit_price,street,ubigeo,lat,lon,notes',
      'SHOP-1,0012,"Quispe, Rosa",01234567,Zapatillas,2,15900,Av. Larco 345,010101,-12.12,-77.03,',
    );
    expect(bodies(rows)).toEqual([
      {
        customer_id: 'SHOP-1',
        reference: '0012',
        recipient: { name: 'Quispe, Rosa', document_number: '01234567' },
        products: [{ name: 'Zapatillas', quantity: 2, unit_price: 15_900 }],
        delivery_address: { street: 'Av. Larco 345', ubigeo: '010101', lat: -12.12, lon: -77.03 },
      },
    ]);
  });

  it('keeps what is no number as it is, for validation to name it', () => {
    expect(bodies(csv('quantity,lat', '1.5,12°'))).toEqual([
      { products: [{ quantity: '1.5' }], delivery_address: { lat: '12°' } },
    ]);
  });

  it('takes a byte order mark, CRLF, quotes, blank lines and blanks around cells', () => {
    const text = '\uFEFFcustomer_id,notes\r\n SHOP-1 ,"a ""b"", c"\r\n\r\n';
    expect(bodies(parseFile(text, 'csv'))).toEqual([{ customer_id: 'SHOP-1', notes: 'a "b", c' }]);
  });

  it('takes a structured address rather than a text one', () => {
    expect(bodies(csv('delivery_address,street', 'Av. Uno 1,Av. Dos 2', 'Av. Uno 1,'))).toEqual([
      { delivery_address: { street: 'Av. Dos 2' } },
      { delivery_address: 'Av. Uno 1' },
    ]);
  });

  it.each([
    ['an unknown column', 'customer_id,colour\nx,y', /unknown column "colour"/],
    ['a name of Object itself', 'customer_id,constructor\nx,y', /unknown column "constructor"/],
    ['a column twice', 'notes,notes\nx,y', /"notes" twice/],
    ['a row of another length', 'customer_id,notes\nx', /at line 2/],
    ['an open quote', 'customer_id\n"x', /cannot be read/],
    ['no rows', 'customer_id\n', /no rows/],
    ['nothing', '', /no rows/],
  ])('is refused for %s', (_, text, message) => {
    expect(() => parseFile(text, 'csv')).toThrow(message);
  });
});

describe('a file of JSON lines', () => {
  it('gives a body a line, and says which line is none', () => {
    const rows = parseFile('{"customer_id":"A"}\r\n\n[1]\n"x"\nnull\n{broken\n', 'jsonl');
    const none = [{ pointer: '#', detail: 'is not a JSON object' }];
    const broken = [{ pointer: '#', detail: 'is not valid JSON' }];
    expect(bodies(rows)).toEqual([{ customer_id: 'A' }, none, none, none, broken]);
  });

  it('takes 5,000 rows and no more', () => {
    expect(parseFile('{}\n'.repeat(5_000), 'jsonl')).toHaveLength(5_000);
    expect(() => parseFile('{}\n'.repeat(5_001), 'jsonl')).toThrow(/5001 rows/);
  });
});

describe('a row', () => {
  const { recipient, ...rest } = orderInput();

  it('is checked as a body of POST /orders', () => {
    expect(checkRow({ body: { ...rest, recipient, reference: 'R1' } })).toMatchObject({ input: { reference: 'R1' } });
    expect(checkRow({ body: { ...rest, recipient: 'Ana', reference: 'R1', colour: 'red' } })).toEqual({
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '#/recipient' }),
        { pointer: '#/colour', detail: 'is not a known field' },
      ]) as unknown,
    });
  });

  it('needs a reference of its own', () => {
    expect(checkRow({ body: { ...rest, recipient } })).toEqual({
      errors: [{ pointer: '#/reference', detail: 'is required in an import' }],
    });
  });

  it('that could not be read keeps its reason', () => {
    const errors = [{ pointer: '#', detail: 'is not a JSON object' }];
    expect(checkRow({ errors })).toEqual({ errors });
  });
});
