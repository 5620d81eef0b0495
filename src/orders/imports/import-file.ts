import type { Upload } from '../../http/upload';
import { readDto } from '../../http/validation';
import { DinexError, FieldError, invalid } from '../../kernel/errors';
import { faultIn } from '../../kernel/json-shape';
import { isRecord } from '../../kernel/record';
import { present } from '../../kernel/present';
import type { OrderInput } from '../order';
import { CreateOrderDto } from '../orders.dto';
import { csvRows } from './csv-file';
import { FileText, textOf } from './file-text';
import { IMPORT_LIMITS } from './import';
import type { BadRow, GoodRow, ParsedRow } from './parsed-row';

export type ImportFormat = 'csv' | 'jsonl';

/** Bytes of a line of JSON: as many as a body of `POST /orders` may have. */
const MAX_LINE_BYTES = 256 * 1024;
const JSON_NAME = /\.(jsonl|ndjson|json)$/i;
const JSON_TYPES = new Set(['application/x-ndjson', 'application/json', 'application/jsonl']);

/** Returns what a file's name says it is; a form of a browser sends one. Otherwise its content type decides. */
export const fileFormatOf = ({ type, name = '' }: Upload): ImportFormat =>
  JSON_NAME.test(name) || (!/\.(csv|tsv|txt)$/i.test(name) && JSON_TYPES.has(type)) ? 'jsonl' : 'csv';

/**
 * Yields a file's rows by their numbers in it.
 *
 * @throws DinexError `invalid` or `too_large` for a file that is none: no text, no header, no rows or too many.
 */
export function* rowsOfFile(upload: Upload): Generator<ParsedRow> {
  const text = textOf(upload.bytes, upload.charset);
  let rows = 0;
  for (const row of fileFormatOf(upload) === 'csv' ? csvRows(text) : jsonRows(text)) {
    if (++rows > IMPORT_LIMITS.rows)
      throw new DinexError('too_large', `The file has more than ${IMPORT_LIMITS.rows} rows; send it in parts.`);
    yield row;
  }
  if (rows === 0) throw invalid('#', 'The file has no rows.');
}

function* jsonRows({ text, damaged }: FileText): Generator<ParsedRow> {
  if (damaged) throw new DinexError('malformed', 'The file is not valid UTF-8, which JSON is written in.');
  const lines = /[^\r\n]+/g;
  let row = 1;
  let counted = 0;
  for (let found = lines.exec(text); found !== null; found = lines.exec(text)) {
    row += text.slice(counted, found.index).match(/\r\n|\n|\r/g)?.length ?? 0;
    counted = found.index;
    if (found[0].trim() !== '') yield jsonRow(row, found[0]);
  }
}

function jsonRow(row: number, line: string): ParsedRow {
  const refused = (detail: string, pointer = '#'): ParsedRow => ({ row, errors: [{ pointer, detail }] });
  if (line.length > MAX_LINE_BYTES) return refused(`must be no longer than ${MAX_LINE_BYTES / 1024} KB`);
  let body: unknown;
  try {
    body = JSON.parse(line);
  } catch {
    return refused('is not valid JSON');
  }
  const fault = faultIn(body);
  if (fault !== undefined) return refused(fault.detail, fault.pointer);
  if (!isRecord(body)) return refused('is not a JSON object');
  const named = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const names = present({ reference: named(body.reference), customer_id: named(body.customer_id) });
  return { row, ...names, body, locate: (errors) => errors };
}

/** Returns what a row says of its order, or why it can be none. */
export function checkRow(parsed: ParsedRow): GoodRow | BadRow {
  if ('errors' in parsed) return parsed;
  const { body, locate, ...names } = parsed;
  const bad = (errors: readonly FieldError[]): BadRow => ({ ...names, errors: locate(errors) });
  const fault = faultIn(body);
  if (fault !== undefined) return bad([fault]);
  const dto = readDto(CreateOrderDto, body, IMPORT_LIMITS.errorsPerRow);
  if (!(dto instanceof CreateOrderDto)) return bad(dto);
  const input: OrderInput = dto;
  const { reference } = input;
  if (reference === undefined) return bad([{ pointer: '#/reference', detail: 'is required in an import' }]);
  return { ...names, locate, input: { ...input, reference } };
}
