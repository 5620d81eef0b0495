import { flag, instant, listOf, mapOf, objectOf, oneOf, optional, Read, text, whole } from '../../kernel/shape';
import { isRecord } from '../../kernel/record';
import { actor, ORDER_INPUT, orderId } from '../order-shape';
import {
  IMPORT_STATUSES,
  ImportChunk,
  ImportErrors,
  ImportHead,
  ImportPart,
  ImportRow,
  ReferenceClaim,
  RowError,
  RowFate,
  RowFault,
} from './import';

/*
 * How imports are stored. Each function returns a stored item as what it is, and throws a Misfit that names the field which is missing
 * or is something else.
 */

const rowFault = objectOf<RowFault>({
  pointer: text,
  detail: text,
  in: optional(oneOf(['query', 'path', 'header'])),
  column: optional(text),
  cell: optional(text),
});

const rowErrors = listOf(objectOf<RowError>({ row: whole, reference: optional(text), errors: listOf(rowFault) }));

const storedHead = objectOf<ImportHead>({
  import_id: text,
  created_at: instant,
  status: oneOf(IMPORT_STATUSES),
  rows: whole,
  chunks: whole,
  chunks_done: whole,
  orders: whole,
  created: whole,
  duplicates: whole,
  failed: whole,
  errors: optional(rowErrors),
  owner: optional(text),
  parts: optional(whole),
  shop_id: optional(text),
  slot: optional(text),
  correlation_id: optional(text),
  version: whole,
  ttl: whole,
});

/** Reads an import; one from before orders were counted made an order of each row. */
export const readImportHead: Read<ImportHead> = (stored) =>
  storedHead(isRecord(stored) && stored.orders === undefined ? { ...stored, orders: stored.created } : stored);

export const readImportErrors: Read<ImportErrors> = objectOf<ImportErrors>({
  import_id: text,
  errors: rowErrors,
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
  duplicates: optional(mapOf(text)),
  ttl: whole,
});

const rowsOfChunk = listOf(
  objectOf<ImportRow>({
    row: whole,
    also_rows: optional(listOf(whole)),
    order_id: orderId,
    input: objectOf<ImportRow['input']>({ ...ORDER_INPUT, reference: text }),
  }),
);

export function readImportChunk(stored: unknown): ImportChunk {
  const { rows, ...chunk } = storedChunk(stored);
  return { ...chunk, import_id: chunk.import_id.split('#')[0] ?? '', rows: rowsOfChunk(JSON.parse(rows)) };
}

const storedPart = objectOf<Omit<ImportPart, 'rows'> & { readonly rows: string }>({
  import_id: text,
  part: whole,
  rows: text,
  ttl: whole,
});

const fatesOfPart = listOf(
  objectOf<RowFate>({
    row: whole,
    reference: optional(text),
    order_id: optional(orderId),
    chunk: optional(whole),
    errors: optional(listOf(rowFault)),
  }),
);

export function readImportPart(stored: unknown): ImportPart {
  const { rows, ...part } = storedPart(stored);
  return { ...part, import_id: part.import_id.split('#')[0] ?? '', rows: fatesOfPart(JSON.parse(rows)) };
}
