import { stringify } from 'csv-stringify/sync';
import type { OrderDto } from './order-response.dto';

export const CSV_MEDIA_TYPE = 'text/csv';

/** The columns of a day's deliveries, each named as its property. Money is in céntimos. */
export const DELIVERED_COLUMNS = [
  'customer_id',
  'reference',
  'order_id',
  'tracking_id',
  'delivered_at',
  'attempt_count',
  'driver_id',
  'subtotal',
  'igv',
  'total',
  'currency',
] as const satisfies readonly (keyof OrderDto)[];

/** Returns deliveries as CSV (RFC 4180), one a line below a line of names. No cell begins a formula: a spreadsheet shows such a text and runs nothing. */
export const deliveredCsv = (orders: readonly OrderDto[]): string =>
  stringify([...orders], {
    header: true,
    columns: [...DELIVERED_COLUMNS],
    escape_formulas: true,
    record_delimiter: 'windows',
  });
