import fc from 'fast-check';
import { newOrderId, trackingIdOf } from '../../kernel/ids';
import { orderInput } from '../order.fixture';
import {
  IMPORT_LIMITS,
  ImportHead,
  ImportRow,
  intoChunks,
  reportedErrors,
  summaryOf,
  viewImport,
  viewRow,
} from './import';

const row = (number: number, notes = ''): ImportRow => ({
  row: number,
  order_id: newOrderId(1_763_737_200_000),
  input: { ...orderInput(), reference: `R${number}`, notes },
});
const bytesOf = (rows: readonly ImportRow[]): number => Buffer.byteLength(JSON.stringify(rows));

describe('chunks', () => {
  it('hold at most 250 rows and 300 KB, every row once and in its order', () => {
    const sizes = fc.array(fc.nat(60_000), { maxLength: 40 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const rows = lengths.map((length, i) => row(i, 'ñ'.repeat(length / 2)));
        const chunks = intoChunks(rows);
        expect(chunks.flat()).toEqual(rows);
        for (const chunk of chunks) {
          expect(chunk.length).toBeGreaterThan(0);
          expect(chunk.length).toBeLessThanOrEqual(IMPORT_LIMITS.chunkRows);
          // Brackets and commas of the array come on top.
          expect(bytesOf(chunk)).toBeLessThanOrEqual(IMPORT_LIMITS.chunkBytes + IMPORT_LIMITS.chunkRows + 2);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('of 5,000 small rows are 20', () => {
    const chunks = intoChunks(Array.from({ length: 5_000 }, (_, i) => row(i)));
    expect(chunks.map(({ length }) => length)).toEqual(Array.from({ length: 20 }, () => 250));
  });

  it('of nothing are none', () => {
    expect(intoChunks([])).toEqual([]);
  });
});

describe('wrong rows', () => {
  const wrong = (number: number, pointer = '#/products') => ({
    row: number,
    errors: [{ pointer, detail: 'is required' }],
  });

  it('are told of up to 1,000, in their order', () => {
    const reported = reportedErrors(Array.from({ length: 1_200 }, (_, i) => wrong(i + 1)));
    expect(reported).toHaveLength(1_000);
    expect(reported[0]).toEqual(wrong(1));
  });

  it('are told of only as far as they fit, and briefly, whatever a file calls its fields', () => {
    const reported = reportedErrors(
      Array.from({ length: 1_000 }, (_, i) => ({
        row: i + 1,
        errors: Array.from({ length: 9 }, () => ({ pointer: '#/' + '文'.repeat(5_000), detail: 'x'.repeat(5_000) })),
      })),
    );
    expect(Buffer.byteLength(JSON.stringify(reported))).toBeLessThanOrEqual(IMPORT_LIMITS.reportedBytes);
    expect(reported.length).toBeGreaterThan(10);
    expect(reported[0]?.errors).toHaveLength(IMPORT_LIMITS.errorsPerRow);
  });
});

describe('what the API shows of an import', () => {
  const head: ImportHead = {
    import_id: 'i',
    created_at: '2026-11-21T15:00:00.000Z',
    status: 'READY',
    rows: 10,
    chunks: 1,
    chunks_done: 0,
    orders: 4,
    created: 5,
    duplicates: 2,
    failed: 1,
    errors: [],
    version: 3,
    ttl: 1,
  };

  it('is PROCESSING until it is complete, with what is still pending', () => {
    for (const status of ['STORING', 'READY'] as const)
      expect(summaryOf({ ...head, status })).toMatchObject({ status: 'PROCESSING', pending: 2 });
    expect(summaryOf({ ...head, status: 'COMPLETED' })).toMatchObject({ status: 'COMPLETED' });
  });

  it('hides how it is stored', () => {
    for (const hidden of ['chunks', 'chunks_done', 'ttl']) expect(viewImport(head, [])).not.toHaveProperty(hidden);
  });
});

describe('what became of a row', () => {
  const [own, other] = [newOrderId(1_763_737_200_000), newOrderId(1_763_737_200_001)];
  const chunk = { import_id: 'i', chunk: 0, done: true, rows: [], ttl: 1 };
  const fate = { row: 7, reference: 'R1', order_id: own, chunk: 0 };

  it('is its order, once its chunk is done', () => {
    expect(viewRow(fate, { ...chunk, done: false })).toEqual({ row: 7, reference: 'R1', status: 'PENDING' });
    expect(viewRow(fate, chunk)).toEqual({
      row: 7,
      reference: 'R1',
      status: 'CREATED',
      order_id: own,
      tracking_id: trackingIdOf(own),
    });
  });

  it('is the order that had its reference before, or its faults', () => {
    expect(viewRow(fate, { ...chunk, duplicates: { [own]: other } })).toMatchObject({
      status: 'DUPLICATE',
      order_id: other,
      tracking_id: trackingIdOf(other),
    });
    const errors = [{ pointer: '#/products', detail: 'is required' }];
    expect(viewRow({ row: 8, errors }, undefined)).toEqual({ row: 8, status: 'FAILED', errors });
  });
});
