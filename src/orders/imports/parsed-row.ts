import type { FieldError } from '../../kernel/errors';
import type { OrderInput } from '../order';
import type { RowFault } from './import';

/** What names a row's order, as far as the row says it. */
export interface RowNames {
  readonly row: number;
  readonly reference?: string;
  readonly customer_id?: string;
}

/** One row as the file has it: a body for `POST /orders`, or why it is none. `locate` says in which column a fault stands. */
export type ParsedRow = RowNames &
  (({ readonly body: Record<string, unknown> } & Located) | { readonly errors: readonly RowFault[] });

interface Located {
  readonly locate: (errors: readonly FieldError[]) => readonly RowFault[];
}

/** A row that makes an order, or a product of one. */
export type GoodRow = RowNames & Located & { readonly input: OrderInput & { readonly reference: string } };
/** A row that makes none. */
export type BadRow = RowNames & { readonly errors: readonly RowFault[] };
