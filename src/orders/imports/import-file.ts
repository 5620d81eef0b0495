import { CsvError, parse } from 'csv-parse/sync';
import { DinexError, FieldError, invalid } from '../../kernel/errors';
import { faultIn } from '../../kernel/json-shape';
import { readDto } from '../../http/validation';
import { ORDER_LIMITS } from '../order-limits';
import { CreateOrderDto } from '../orders.dto';
import { IMPORT_LIMITS } from './import';

export type ImportFormat = 'csv' | 'jsonl';

/** One row as the file has it: a body for `POST /orders`, or why it is none. */
export type ParsedRow = { readonly body: Record<string, unknown> } | { readonly errors: readonly FieldError[] };

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

type Place = readonly string[];
const whole = (text: string): unknown => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);
const decimal = (text: string): unknown => (/^-?\d{1,9}(\.\d{1,12})?$/.test(text) ? Number(text) : text);
const asText = (text: string): unknown => text;

/** Where each CSV column goes in the body of an order; one product a row. */
export const CSV_COLUMNS: Readonly<Record<string, readonly [place: Place, read: (text: string) => unknown]>> = {
  customer_id: [['customer_id'], asText],
  reference: [['reference'], asText],
  recipient_name: [['recipient', 'name'], asText],
  recipient_phone: [['recipient', 'phone'], asText],
  recipient_email: [['recipient', 'email'], asText],
  document_type: [['recipient', 'document_type'], asText],
  document_number: [['recipient', 'document_number'], asText],
  locale: [['recipient', 'locale'], asText],
  product_name: [['products', '0', 'name'], asText],
  sku: [['products', '0', 'sku'], asText],
  quantity: [['products', '0', 'quantity'], whole],
  unit_price: [['products', '0', 'unit_price'], whole],
  weight_grams: [['products', '0', 'weight_grams'], whole],
  delivery_address: [['delivery_address'], asText],
  street: [['delivery_address', 'street'], asText],
  district: [['delivery_address', 'district'], asText],
  province: [['delivery_address', 'province'], asText],
  department: [['delivery_address', 'department'], asText],
  ubigeo: [['delivery_address', 'ubigeo'], asText],
  address_reference: [['delivery_address', 'reference'], asText],
  lat: [['delivery_address', 'lat'], decimal],
  lon: [['delivery_address', 'lon'], decimal],
  time_window_start: [['time_window_start'], asText],
  time_window_end: [['time_window_end'], asText],
  notes: [['notes'], asText],
};

function parseCsv(text: string): ParsedRow[] {
  let records: Record<string, string>[];
  try {
    records = parse(text, { bom: true, columns: knownColumns, skip_empty_lines: true, trim: true, cast: false });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? ` at line ${error.lines}` : '';
    throw invalid('#', `The CSV cannot be read${line}: ${error.code}.`);
  }
  return records.map((record) => ({ body: nest(record) }));
}

function knownColumns(header: string[]): string[] {
  const unknown = header.find((name) => !Object.hasOwn(CSV_COLUMNS, name));
  if (unknown !== undefined)
    throw invalid(
      '#',
      `The CSV has an unknown column "${unknown.slice(0, 64)}"; known are ${Object.keys(CSV_COLUMNS).join(', ')}.`,
    );
  const repeated = header.find((name, i) => header.indexOf(name) !== i);
  if (repeated !== undefined) throw invalid('#', `The CSV has the column "${repeated}" twice.`);
  return header;
}

/** Empty cells are absent fields. A structured address wins over a text one where a row has both. */
function nest(record: Readonly<Record<string, string>>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const product: Record<string, unknown> = {};
  for (const [column, text] of Object.entries(record)) {
    const rule = CSV_COLUMNS[column];
    if (text === '' || rule === undefined) continue;
    const [[first = '', ...rest], read] = rule;
    const last = rest.at(-1);
    if (first === 'products' && last !== undefined) product[last] = read(text);
    else if (last === undefined) body[first] ??= read(text);
    else body[first] = { ...(typeof body[first] === 'object' ? body[first] : {}), [last]: read(text) };
  }
  if (Object.keys(product).length > 0) body.products = [product];
  return body;
}

function parseJsonLines(text: string): ParsedRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    let body: unknown;
    try {
      body = JSON.parse(line);
    } catch {
      return { errors: [{ pointer: '#', detail: 'is not valid JSON' }] };
    }
    const fault = faultIn(body);
    if (fault !== undefined) return { errors: [fault] };
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      return { errors: [{ pointer: '#', detail: 'is not a JSON object' }] };
    return { body: body as Record<string, unknown> };
  });
}

/** The row as a body that `POST /orders` would take, or what is wrong with it. */
export function checkRow(row: ParsedRow): CreateOrderDto | readonly FieldError[] {
  if ('errors' in row) return row.errors;
  // Validation would visit every product of a list that is too long anyway.
  if (Array.isArray(row.body.products) && row.body.products.length > ORDER_LIMITS.products)
    return [{ pointer: '#/products', detail: `must contain no more than ${ORDER_LIMITS.products} elements` }];
  const dto = readDto(CreateOrderDto, row.body);
  if (dto instanceof CreateOrderDto && dto.reference === undefined)
    return [{ pointer: '#/reference', detail: 'is required in an import' }];
  return dto;
}
