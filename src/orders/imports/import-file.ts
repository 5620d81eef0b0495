import { CsvError, parse } from 'csv-parse/sync';
import { DinexError, FieldError, invalid } from '../../kernel/errors';
import { faultIn } from '../../kernel/json-shape';
import { readDto } from '../../http/validation';
import { isRecord } from '../../kernel/record';
import type { OrderInput } from '../order';
import { ORDER_LIMITS } from '../order-limits';
import { CreateOrderDto } from '../orders.dto';
import { CSV_COLUMNS, orderBodyOf } from './csv-columns';
import { IMPORT_LIMITS, ImportRow } from './import';

export type ImportFormat = 'csv' | 'jsonl';

/** One row as the file has it: a body for `POST /orders`, or why it is none. */
export type ParsedRow = { readonly body: Record<string, unknown> } | RefusedRow;

export interface RefusedRow {
  readonly errors: readonly FieldError[];
}

/**
 * Splits a file into rows.
 *
 * @throws DinexError `invalid` for a file that is none: broken CSV, unknown columns, no rows or too many.
 */
export function parseFile(text: string, format: ImportFormat): ParsedRow[] {
  const rows = format === 'csv' ? parseCsv(text) : parseJsonLines(text);
  if (rows.length === 0) throw invalid('#', 'The file has no rows.');
  if (rows.length > IMPORT_LIMITS.rows)
    throw new DinexError('too_large', `The file has ${rows.length} rows; an import takes ${IMPORT_LIMITS.rows}.`);
  return rows;
}

function parseCsv(text: string): ParsedRow[] {
  let records: Record<string, string>[];
  try {
    records = parse(text, { bom: true, columns: knownColumns, skip_empty_lines: true, trim: true, cast: false });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? ` at line ${error.lines}` : '';
    throw invalid('#', `The CSV cannot be read${line}: ${error.code}.`);
  }
  return records.map((record) => ({ body: orderBodyOf(record) }));
}

function knownColumns(header: string[]): string[] {
  const unknown = header.find((name) => !CSV_COLUMNS.has(name));
  if (unknown !== undefined)
    throw invalid(
      '#',
      `The CSV has an unknown column "${unknown.slice(0, 64)}"; known are ${[...CSV_COLUMNS.keys()].join(', ')}.`,
    );
  const repeated = header.find((name, i) => header.indexOf(name) !== i);
  if (repeated !== undefined) throw invalid('#', `The CSV has the column "${repeated}" twice.`);
  return header;
}

function parseJsonLines(text: string): ParsedRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    let body: unknown;
    try {
      body = JSON.parse(line);
    } catch {
      return refused('#', 'is not valid JSON');
    }
    const fault = faultIn(body);
    if (fault !== undefined) return { errors: [fault] };
    return isRecord(body) ? { body } : refused('#', 'is not a JSON object');
  });
}

/** Returns what a row says of its order, or why it can be none. */
export function checkRow(row: ParsedRow): { readonly input: ImportRow['input'] } | RefusedRow {
  if ('errors' in row) return row;
  // Validation would visit every product of a list that is too long anyway.
  if (Array.isArray(row.body.products) && row.body.products.length > ORDER_LIMITS.products)
    return refused('#/products', `must contain no more than ${ORDER_LIMITS.products} elements`);
  const dto = readDto(CreateOrderDto, row.body);
  if (!(dto instanceof CreateOrderDto)) return { errors: dto };
  const input: OrderInput = dto;
  const { reference } = input;
  if (reference === undefined) return refused('#/reference', 'is required in an import');
  return { input: { ...input, reference } };
}

const refused = (pointer: string, detail: string): RefusedRow => ({ errors: [{ pointer, detail }] });
