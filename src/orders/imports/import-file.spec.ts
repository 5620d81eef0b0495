import 'reflect-metadata';
import fc from 'fast-check';
import { Upload } from '../../http/upload';
import { orderInput } from '../order.fixture';
import { checkRow, rowsOfFile } from './import-file';
import type { ParsedRow } from './parsed-row';

const fileOf = (bytes: string | Buffer, type = 'text/csv', charset?: string): Upload =>
  new Upload(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, type, charset);
const read = (bytes: string | Buffer, type?: string, charset?: string): ParsedRow[] => [
  ...rowsOfFile(fileOf(bytes, type, charset)),
];
const csv = (header: string, ...lines: string[]): ParsedRow[] => read([header, ...lines].join('\n'));
const bodies = (rows: readonly ParsedRow[]): unknown[] => rows.map((row) => ('body' in row ? row.body : row.errors));
const numbers = (rows: readonly ParsedRow[]): number[] => rows.map(({ row }) => row);
/** What a row is told of: where, and the sentence. */
const faults = (rows: readonly ParsedRow[]) =>
  rows.flatMap((parsed) => {
    const row = checkRow(parsed);
    return 'errors' in row
      ? row.errors.map(({ column, cell, pointer, detail }) => [row.row, column, cell, pointer, detail])
      : [];
  });

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

  it('takes a structured address rather than a text one', () => {
    expect(bodies(csv('delivery_address,street', 'Av. Uno 1,Av. Dos 2', 'Av. Uno 1,'))).toEqual([
      { delivery_address: { street: 'Av. Dos 2' } },
      { delivery_address: 'Av. Uno 1' },
    ]);
  });

  it('is understood in Spanish, with a decimal comma and soles, whatever the case of its titles', () => {
    const rows = csv(
      'Tienda;N° Pedido;Destinatario;Celular;DNI;Producto;Cantidad;Precio (S/);Volumen cm3;Dirección;DISTRITO;Referencia;Latitud;Longitud;metadata.canal',
      'S;P-1;Ana;987654321;4567891;Polo;2;S/ 1.234,50;600;Av. Larco 345;Miraflores;Dpto 302;-12,12;-77,03;web',
    );
    expect(bodies(rows)).toEqual([
      {
        customer_id: 'S',
        reference: 'P-1',
        recipient: { name: 'Ana', phone: '987654321', document_type: 'DNI', document_number: '04567891' },
        products: [{ name: 'Polo', quantity: 2, unit_price: 123_450, volume_cm3: 600 }],
        delivery_address: {
          street: 'Av. Larco 345',
          district: 'Miraflores',
          reference: 'Dpto 302',
          lat: -12.12,
          lon: -77.03,
        },
        metadata: { canal: 'web' },
      },
    ]);
  });

  it('takes for the shop or the recipient what it calls cliente, whichever of the two it lacks', () => {
    expect(bodies(csv('cliente;destinatario', 'S;Ana'))).toEqual([{ customer_id: 'S', recipient: { name: 'Ana' } }]);
    expect(bodies(csv('tienda;cliente', 'S;Ana'))).toEqual([{ customer_id: 'S', recipient: { name: 'Ana' } }]);
    expect(() => csv('cliente;producto', 'S;Polo')).toThrow(/"cliente" may be the shop or the recipient/);
  });

  it('takes a whole address as one text where no other column is part of it', () => {
    expect(bodies(csv('Dirección', '"Av. Larco 345, Miraflores"'))).toEqual([
      { delivery_address: 'Av. Larco 345, Miraflores' },
    ]);
  });

  it('takes metadata as JSON', () => {
    expect(bodies(csv('metadata', '"{""canal"":""web""}"'))).toEqual([{ metadata: { canal: 'web' } }]);
  });

  it('numbers rows as a spreadsheet does: blank ones count, and line ends in a cell do not', () => {
    const text = 'sep=;\r\nnotes;customer_id\r\n"a\nb";S\r\n\r\n;\r\n;;;\r\nc;S\r\n\r\n';
    expect(numbers(read(text))).toEqual([2, 6]);
  });

  it('is refused for what is no header', () => {
    for (const [text, message] of [
      ['customer_id,colour\nx,y', /unknown column "colour"/],
      ['customer_id,constructor\nx,y', /unknown column "constructor"/],
      ['customer_id,metadata.constructor\nx,y', /unknown column/],
      ['notes,notas\nx,y', /"notes" twice: as A and as B/],
      ['customer_id\n', /no rows/],
      ['', /no rows/],
      ['PK\u0003\u0004', /Excel workbook/],
    ] as const)
      expect(() => read(text)).toThrow(message);
  });

  it('names row, column, cell and what would be right', () => {
    const rows = csv(
      'Tienda;Pedido;Producto;Cantidad;Precio;Dirección;DNI;Celular;;',
      'S;P1;Polo;uno;gratis;Av. L;4.567E+06;9.87654E+08;;',
      'S;P2;Polo;1;1,5;Av. L;;;x;',
      'S;P3;Polo;1;1,5;Av. L;;;;y',
      'S;P4;Polo;1;1,5;Av. \u0000L;;;;',
      'S;P5;;1;1,5;Av. L;;;;',
      'S;P6;Polo;1;1.234;Av. L;;;;',
    );
    const lost = (text: string) =>
      `was shortened by a spreadsheet to ${text}: make the column one of text and enter all digits again`;
    expect(faults(rows)).toEqual([
      [2, 'DNI', 'G2', '#/recipient/document_number', lost('4.567E+06')],
      [2, 'Celular', 'H2', '#/recipient/phone', lost('9.87654E+08')],
      [3, undefined, 'I3', '#', expect.stringMatching(/beyond the last column/)],
      [4, undefined, 'J4', '#', expect.stringMatching(/beyond the last column/)],
      [5, 'Dirección', 'F5', '#/delivery_address', expect.stringMatching(/control character/)],
      [6, 'Producto', 'C6', '#/products/0/name', 'is required'],
      [7, 'Precio', 'E7', '#/products/0/unit_price', 'must be an amount in soles, such as 159.00 or S/ 159,00'],
    ]);
    expect(faults(csv('Tienda;Pedido;Producto;Cantidad;Dirección', 'S;P1;Polo;uno;Av. L'))).toEqual([
      [2, 'Cantidad', 'D2', '#/products/0/quantity', 'must be a whole number from 1 to 9999'],
      [2, 'unit_price', undefined, '#/products/0/unit_price', 'is required'],
    ]);
  });

  it.each(['#N/A', '#N/D', '#¡REF!', '#VALUE!', '#¡VALOR!', '#¿NOMBRE?', '#NAME?', '#¡DIV/0!', '########'])(
    'refuses a cell in which a formula left %s',
    (text) => {
      expect(faults(csv('tienda,pedido,direccion', `S,P1,${text}`))).toEqual([
        [2, 'direccion', 'C2', '#/delivery_address', expect.stringContaining(`the spreadsheet's error ${text}`)],
      ]);
    },
  );

  it('takes a number of a house or flat for no error', () => {
    expect(faults(csv('tienda,pedido,direccion,notas', 'S,P1,Av. L #12,#5'))).not.toContainEqual(
      expect.arrayContaining(['#/delivery_address']),
    );
  });

  it('refuses a value that two columns give', () => {
    expect(faults(csv('unit_price,precio', '100,1.00'))).toEqual([
      [2, 'unit_price', 'A2', '#/products/0/unit_price', expect.stringMatching(/given twice/)],
    ]);
  });

  it.each([
    ['a quotation mark that is never closed', '"Av. L,1'],
    ['one that is closed within a cell', '"Av." L,1'],
    ['one in the midst of a cell', 'Av. 5" L,1'],
    ['a line of 100 KB', `${'x'.repeat(100_000)},1`],
  ])('loses one row to %s', (_, line) => {
    const rows = csv('notes,quantity', 'a,1', line, 'b,2', ',', '"c",3');
    expect(numbers(rows)).toEqual([2, 3, 4, 6]);
    expect(rows.filter((row) => 'errors' in row)).toHaveLength(1);
    expect(rows[1]).toMatchObject({
      errors: [{ pointer: '#', detail: expect.stringMatching(/quotation mark/) as string }],
    });
  });

  it('reads formulas as the text that they are, and codes that hide in one', () => {
    expect(bodies(csv('notes,dni', `=cmd|'/C calc'!A0,"=""04567891"""`))).toEqual([
      { notes: "=cmd|'/C calc'!A0", recipient: { document_number: '04567891', document_type: 'DNI' } },
    ]);
  });
});

/** Ways in which programs write a text. */
const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16 LE': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16 BE': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  'UTF-16 LE without a mark': (text) => Buffer.from(text, 'utf16le'),
  'Windows-1252': (text) => Buffer.from(text, 'latin1'),
};

describe('any sheet', () => {
  const cell = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9áéíóúñÑ°/#%&()_. -]{0,12}$/),
    fc.constantFrom('a "b" c', 'x;y,z\tw|v', 'línea 1\nlínea 2', 'línea 1\r\nlínea 2', "=cmd|'/C'!A0", '""', ' ñ '),
  );
  const sheets = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it.each(Object.keys(ENCODINGS))('reads the same in every dialect of %s', (encoding) => {
    const dialects = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      ends: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 3 }),
      said: fc.boolean(),
      always: fc.boolean(),
      beside: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(sheets, dialects, (sheet, { delimiter, ends, said, always, beside }) => {
        const needs = (text: string): boolean => always || /["\r\n;,\t|]/.test(text) || text !== text.trim();
        const line = (cells: readonly string[]): string =>
          [
            ...cells.map((text) => (needs(text) ? quoted(text) : text)),
            ...Array.from({ length: beside }, () => ''),
          ].join(delimiter);
        const lines = [['notes', 'street', 'Destinatario'], ...sheet].map(line);
        const text = lines.map((each, i) => each + (ends[i % ends.length] ?? '\n')).join('');
        const mark = said ? `sep=${delimiter}\r\n` : '';
        const bytes = (ENCODINGS[encoding] ?? Buffer.from)(mark + text);
        const expected = sheet.flatMap(([notes, street, name], i) => {
          const texts = { notes: notes.trim(), street: street.trim(), name: name.trim() };
          return Object.values(texts).some((one) => one !== '') ? [{ row: i + 2, ...texts }] : [];
        });
        if (expected.length === 0) return;
        const found = read(bytes).map((row) => {
          const { notes = '', delivery_address, recipient } = 'body' in row ? row.body : {};
          const { street = '' } = (delivery_address ?? {}) as Record<string, unknown>;
          const { name = '' } = (recipient ?? {}) as Record<string, unknown>;
          return { row: row.row, notes, street, name };
        });
        expect(found).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('of Windows-1252 is so by what is declared, too, and no other charset is', () => {
    const bytes = Buffer.from('notes\nMañana', 'latin1');
    for (const charset of ['windows-1252', 'iso-8859-1'])
      expect(bodies(read(bytes, 'text/csv', charset))).toEqual([{ notes: 'Mañana' }]);
    expect(() => read(bytes, 'text/csv', 'shift_jis')).toThrow(/charset/);
  });

  it('of UTF-8 with a broken letter loses that row alone', () => {
    const bytes = Buffer.concat([
      Buffer.from('notes\nMañana, José\nÑandú\nAm'),
      Buffer.from([0xe9]),
      Buffer.from('rica\nAño\n'),
    ]);
    const rows = read(Buffer.from(bytes.toString('latin1').replace(', ', ' '), 'latin1'));
    expect(bodies(rows)).toEqual([
      { notes: 'Mañana José' },
      { notes: 'Ñandú' },
      [expect.objectContaining({ column: 'notes', cell: 'A4' })],
      { notes: 'Año' },
    ]);
  });
});

describe('a file of JSON lines', () => {
  const jsonl = (text: string): ParsedRow[] => read(text, 'application/x-ndjson');

  it('gives a body a line by its number, and says which line is none', () => {
    const rows = jsonl('{"customer_id":"A"}\r\n\n[1]\n"x"\nnull\n{broken\n');
    const none = [{ pointer: '#', detail: 'is not a JSON object' }];
    const broken = [{ pointer: '#', detail: 'is not valid JSON' }];
    expect(bodies(rows)).toEqual([{ customer_id: 'A' }, none, none, none, broken]);
    expect(numbers(rows)).toEqual([1, 3, 4, 5, 6]);
  });

  it('takes 5,000 rows and no more', () => {
    expect(jsonl('{}\n'.repeat(5_000))).toHaveLength(5_000);
    expect(() => jsonl('{}\n'.repeat(5_001))).toThrow(/more than 5000 rows/);
  });

  it('takes no line longer than a body', () => {
    expect(bodies(jsonl(`{"notes":"${'x'.repeat(4 * 1024 * 1024)}"}\n{}`))).toEqual([
      [{ pointer: '#', detail: 'must be no longer than 256 KB' }],
      {},
    ]);
  });
});

describe('a row', () => {
  const { recipient, ...rest } = orderInput();
  const sent = (body: Record<string, unknown>): ParsedRow => ({ row: 1, body, locate: (errors) => errors });

  it('is checked as a body of POST /orders', () => {
    expect(checkRow(sent({ ...rest, recipient, reference: 'R1' }))).toMatchObject({ input: { reference: 'R1' } });
    expect(checkRow(sent({ ...rest, recipient: 'Ana', reference: 'R1', colour: 'red' }))).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '#/recipient' }),
        { pointer: '#/colour', detail: 'is not a known field' },
      ]) as unknown,
    });
  });

  it('needs a reference of its own', () => {
    expect(checkRow(sent({ ...rest, recipient }))).toMatchObject({
      errors: [{ pointer: '#/reference', detail: 'is required in an import' }],
    });
  });

  it('that could not be read keeps its reason', () => {
    const errors = [{ pointer: '#', detail: 'is not a JSON object' }];
    expect(checkRow({ row: 1, errors })).toEqual({ row: 1, errors });
  });
});
