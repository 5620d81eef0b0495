import { cutTo } from '../../kernel/cut';
import { inChunks, jsonBytes } from '../../database/chunks';
import type { Actor } from '../../access/principal';
import type { DataOf } from '../../kernel/data-of';
import { OrderId, parseOrderId, trackingIdOf } from '../../kernel/ids';
import { present } from '../../kernel/present';
import type { OrderInput } from '../order';
import type { ImportDto, ImportSummaryDto, RowErrorDto, RowFaultDto, RowResultDto } from './imports.dto';

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
  errorText: 200,
} as const;

/** Rows of the file that can become an order; its id is fixed before anything is queued, so that a retry makes the same order. */
export interface ImportRow {
  readonly row: number;
  /** Further rows of the same order, each with a product of it. */
  readonly also_rows?: readonly number[];
  readonly order_id: OrderId;
  readonly input: OrderInput & { readonly reference: string };
}

/** A row that cannot become an order, and why. */
export type RowError = DataOf<RowErrorDto>;
export type RowFault = DataOf<RowFaultDto>;

export const IMPORT_STATUSES = ['STORING', 'READY', 'COMPLETED', 'COMPLETED_WITH_ERRORS'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** The import itself. READY tells the relay to queue its chunks. */
export interface ImportHead extends Omit<DataOf<ImportSummaryDto>, 'status' | 'pending'> {
  /** Who sent the file, as lists of imports are kept; absent on imports from before there were lists. */
  readonly owner?: string;
  /** The number of parts that its rows are stored in; absent on imports from before that was done. */
  readonly parts?: number;
  /** The errors of an import from before they were an item of their own. */
  readonly errors?: readonly RowError[];
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
  /** None once it is done: what an order is told by then stands in the order. */
  readonly rows: readonly ImportRow[];
  /** The orders that had a reference already, by the id that the row's own order was to have. */
  readonly duplicates?: Readonly<Record<string, string>>;
  /** Who sent the file. */
  readonly created_by?: Actor;
  readonly ttl: number;
}

/** The wrong rows that an import's own answer tells of. */
export interface ImportErrors {
  readonly import_id: string;
  readonly errors: readonly RowError[];
  readonly ttl: number;
}

/** What a file's row was to become: an order of one of the chunks, or nothing. */
export interface RowFate {
  readonly row: number;
  readonly reference?: string;
  readonly order_id?: OrderId;
  readonly chunk?: number;
  readonly errors?: readonly RowFault[];
}

/** Some of a file's rows, in their order. */
export interface ImportPart {
  readonly import_id: string;
  readonly part: number;
  readonly rows: readonly RowFate[];
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

/** Returns the fates in parts that each fit one item. */
export const intoParts = (rows: readonly RowFate[]): RowFate[][] =>
  inChunks(rows, { items: IMPORT_LIMITS.chunkRows, bytes: IMPORT_LIMITS.chunkBytes });

/** Returns how many of the file's rows an order stands in. */
export const rowsIn = ({ also_rows = [] }: ImportRow): number => 1 + also_rows.length;

/** Returns a wrong row as it is told: a file chooses how long its faults' names are. */
export const told = ({ row, reference, errors }: RowError): RowError => ({
  row,
  ...present({ reference: reference === undefined ? undefined : cutTo(reference, IMPORT_LIMITS.errorText) }),
  errors: errors.slice(0, IMPORT_LIMITS.errorsPerRow).map(shortened),
});

/** Returns the first wrong rows, as many as an item can tell of. */
export function reportedErrors(errors: readonly RowError[]): RowError[] {
  const reported: RowError[] = [];
  let bytes = 0;
  for (const error of errors.slice(0, IMPORT_LIMITS.reportedErrors).map(told)) {
    bytes += jsonBytes(error);
    if (bytes > IMPORT_LIMITS.reportedBytes) break;
    reported.push(error);
  }
  return reported;
}

const shortened = ({ pointer, detail, ...rest }: RowFault): RowFault => ({
  ...rest,
  pointer: cutTo(pointer, IMPORT_LIMITS.errorText),
  detail: cutTo(detail, IMPORT_LIMITS.errorText),
});

export function summaryOf(head: ImportHead): DataOf<ImportSummaryDto> {
  const { import_id, created_at, rows, orders, created, duplicates, failed, version } = head;
  return {
    import_id,
    created_at,
    status: head.status === 'STORING' || head.status === 'READY' ? 'PROCESSING' : head.status,
    rows,
    orders,
    created,
    duplicates,
    failed,
    pending: rows - created - duplicates - failed,
    version,
  };
}

export const viewImport = (head: ImportHead, errors: readonly RowError[]): ImportDto => ({
  ...summaryOf(head),
  errors,
});

/** Returns what became of a row whose order is in this chunk; one that can be no order has no chunk. */
export function viewRow({ row, reference, order_id, errors }: RowFate, chunk: ImportChunk | undefined): RowResultDto {
  const names = { row, ...present({ reference }) };
  if (order_id === undefined) return { ...names, status: 'FAILED', ...present({ errors }) };
  if (chunk?.done !== true) return { ...names, status: 'PENDING' };
  const standing = chunk.duplicates?.[order_id];
  const made = standing === undefined ? order_id : parseOrderId(standing);
  return {
    ...names,
    status: standing === undefined ? 'CREATED' : 'DUPLICATE',
    ...present({ order_id: made, tracking_id: made === undefined ? undefined : trackingIdOf(made) }),
  };
}
