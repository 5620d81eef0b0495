import { newOrderId } from '../../kernel/ids';
import { orderInput } from '../order.fixture';
import { readImportChunk, readImportHead } from './import-shape';

const head = {
  import_id: 'i',
  created_at: '2026-11-21T15:04:05.123Z',
  status: 'READY',
  rows: 2,
  chunks: 1,
  chunks_done: 0,
  orders: 0,
  created: 0,
  duplicates: 0,
  failed: 1,
  errors: [{ row: 2, errors: [{ pointer: '#/notes', detail: 'is no text' }] }],
  version: 2,
  ttl: 1,
};
const row = { row: 1, order_id: newOrderId(1_763_737_200_000), input: orderInput({ reference: 'R1' }) };
const chunk = { import_id: 'i#0', chunk: 0, done: false, rows: JSON.stringify([row]), ttl: 1 };

describe('a stored import', () => {
  it('is read as it was written', () => {
    expect(readImportHead(head)).toEqual(head);
  });

  it('counts an order a row where it was stored before orders were counted', () => {
    const { orders: _, ...old } = { ...head, created: 5 };
    expect(readImportHead(old)).toMatchObject({ orders: 5 });
  });

  it.each([
    ['status', 'DONE'],
    ['chunks', '1'],
    ['errors', [{ row: 2, errors: ['#/notes'] }]],
  ])('is none with another %s', (field, value) => {
    expect(() => readImportHead({ ...head, [field]: value })).toThrow(new RegExp(`^${field}`));
  });
});

describe('a stored chunk', () => {
  it('gives its rows and the id of its import', () => {
    expect(readImportChunk(chunk)).toEqual({ ...chunk, import_id: 'i', rows: [row] });
  });

  it.each([
    [{ ...row, input: { ...row.input, reference: undefined } }, '0.input.reference must be a text'],
    [{ ...row, input: { ...row.input, recipient: { name: 'Rosa' } } }, /^0.input.recipient.locale must be one of /],
    [{ ...row, order_id: 'x' }, '0.order_id must be an order id'],
  ])('is none with a row that is none: %#', (wrong, message) => {
    expect(() => readImportChunk({ ...chunk, rows: JSON.stringify([wrong]) })).toThrow(message);
  });
});
