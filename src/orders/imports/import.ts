import { inChunks, jsonBytes } from '../../database/chunks';
import type { Actor } from '../../access/principal';
import type { DataOf } from '../../kernel/data-of';
import type { FieldError } from '../../kernel/errors';
import type { OrderId } from '../../kernel/ids';
import type { OrderInput } from '../order';
import type { ImportDto, RowErrorDto } from './imports.dto';

export const IMPORT_LIMITS = {
  rows: 5_000,
  /** The most bytes of one chunk's rows as JSON text: under DynamoDB's 400 KB for an item, with room for keys and counters. */
  chunkBytes: 300 * 1024,
  /** Rows of one chunk: small enough that a worker finishes a chunk well within its time, and that several share a file. */
  chunkRows: 250,
  /** How many wrong rows are told of, as far as they fit beside the import's head; the count is always exact. */
  reportedErrors: 1_000,
  reportedBytes: 200 * 1024,
  /** Faults that are told of one row, and characters of each, since a file chooses the names of its unknown fields. */
  errorsPerRow: 5,
  errorText: 300,
} as const;

/** A row of the file that can become an order; its id is fixed before anything is queued, so that a retry makes the same order. */
export interface ImportRow {
  readonly row: number;
  readonly order_id: OrderId;
  readonly input: OrderInput & { readonly reference: string };
}

/** A row that cannot become an order, and why. */
export type RowError = DataOf<RowErrorDto>;

export const IMPORT_STATUSES = ['STORING', 'READY', 'COMPLETED', 'COMPLETED_WITH_ERRORS'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** The import itself. READY tells the relay to queue its chunks. */
export interface ImportHead extends Omit<DataOf<ImportDto>, 'status' | 'pending'> {
  /** The shop that sent the file; absent where the courier's staff did. */
  readonly shop_id?: string;
  /** The shop's place for imports under way that it holds. */
  readonly slot?: string;
  readonly status: ImportStatus;
  readonly chunks: number;
  readonly chunks_done: number;
  /** The correlation id of the request that sent the file; the orders made of it bear it too. */
  readonly correlation_id?: string;
  /** Epoch seconds. */
  readonly ttl: number;
}

export interface ImportChunk {
  readonly import_id: string;
  readonly chunk: number;
  readonly done: boolean;
  readonly rows: readonly ImportRow[];
  /** Who sent the file. */
  readonly created_by?: Actor;
  readonly ttl: number;
}

/** Which order a customer's reference belongs to. */
export interface ReferenceClaim {
  readonly import_id: string;
  readonly order_id: OrderId;
  /** Epoch seconds. */
  readonly ttl: number;
}

/** A message of `orders-queue`: one chunk waits to become orders. */
export interface ChunkMessage {
  readonly import_id: string;
  readonly chunk: number;
  readonly correlation_id?: string;
}

/** Returns the rows in chunks that each fit one item. */
export const intoChunks = (rows: readonly ImportRow[]): ImportRow[][] =>
  inChunks(rows, { items: IMPORT_LIMITS.chunkRows, bytes: IMPORT_LIMITS.chunkBytes });

/** Returns the first wrong rows, as many as an item can tell of: a file chooses how long its faults' names are. */
export function reportedErrors(errors: readonly RowError[]): RowError[] {
  const reported: RowError[] = [];
  let bytes = 0;
  for (const { row, errors: faults } of errors.slice(0, IMPORT_LIMITS.reportedErrors)) {
    const error = { row, errors: faults.slice(0, IMPORT_LIMITS.errorsPerRow).map(shortened) };
    bytes += jsonBytes(error);
    if (bytes > IMPORT_LIMITS.reportedBytes) break;
    reported.push(error);
  }
  return reported;
}

const shortened = ({ pointer, detail, ...rest }: FieldError): FieldError => ({
  ...rest,
  pointer: pointer.slice(0, IMPORT_LIMITS.errorText),
  detail: detail.slice(0, IMPORT_LIMITS.errorText),
});

export function viewImport(head: ImportHead): ImportDto {
  const { import_id, created_at, rows, created, duplicates, failed, errors, version } = head;
  return {
    import_id,
    created_at,
    status: head.status === 'STORING' || head.status === 'READY' ? 'PROCESSING' : head.status,
    rows,
    created,
    duplicates,
    failed,
    pending: rows - created - duplicates - failed,
    errors,
    version,
  };
}
