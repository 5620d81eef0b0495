import type { FieldError } from '../../kernel/errors';
import { flag, instant, listOf, objectOf, oneOf, optional, Read, text, whole } from '../../kernel/shape';
import { actor, ORDER_INPUT, orderId } from '../order-shape';
import { IMPORT_STATUSES, ImportChunk, ImportHead, ImportRow, ReferenceClaim, RowError } from './import';

/*
 * How imports are stored. Each function returns a stored item as what it is, and throws a Misfit that names the field which is missing
 * or is something else.
 */

const fieldError = objectOf<FieldError>({
  pointer: text,
  detail: text,
  in: optional(oneOf(['query', 'path', 'header'])),
});

export const readImportHead: Read<ImportHead> = objectOf<ImportHead>({
  import_id: text,
  created_at: instant,
  status: oneOf(IMPORT_STATUSES),
  rows: whole,
  chunks: whole,
  chunks_done: whole,
  created: whole,
  duplicates: whole,
  failed: whole,
  errors: listOf(objectOf<RowError>({ row: whole, errors: listOf(fieldError) })),
  shop_id: optional(text),
  slot: optional(text),
  correlation_id: optional(text),
  version: whole,
  ttl: whole,
});

export const readReferenceClaim: Read<ReferenceClaim> = objectOf<ReferenceClaim>({
  import_id: text,
  order_id: orderId,
  ttl: whole,
});

/** A chunk's rows are JSON text: two thirds of the size of DynamoDB's own maps, and cheaper to read. */
const storedChunk = objectOf<Omit<ImportChunk, 'rows'> & { readonly rows: string }>({
  import_id: text,
  chunk: whole,
  done: flag,
  rows: text,
  created_by: optional(actor),
  ttl: whole,
});

const rowsOfChunk = listOf(
  objectOf<ImportRow>({
    row: whole,
    order_id: orderId,
    input: objectOf<ImportRow['input']>({ ...ORDER_INPUT, reference: text }),
  }),
);

export function readImportChunk(stored: unknown): ImportChunk {
  const { rows, ...chunk } = storedChunk(stored);
  return { ...chunk, import_id: chunk.import_id.split('#')[0] ?? '', rows: rowsOfChunk(JSON.parse(rows)) };
}
