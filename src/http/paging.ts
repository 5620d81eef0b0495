import { AnyText, Whole } from './properties';
import { NumericQuery } from './validation';

export const MAX_PAGE = 100;

/** The query of every list: `limit` and an opaque `cursor`. */
export class PageQuery {
  @NumericQuery()
  @Whole({ min: 1, max: MAX_PAGE }, { default: 20 })
  readonly limit: number = 20;

  @AnyText({ min: 1, max: 16_384 }, { optional: true, description: 'The `next_cursor` of the page before.' })
  readonly cursor?: string;
}
