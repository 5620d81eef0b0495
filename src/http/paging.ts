import { AnyText, DayOrInstant, Whole } from './properties';
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

/** The query of a list that is sorted by time: of what was made `from` … `to`. */
export class SpanQuery extends PageQuery {
  @DayOrInstant({ optional: true, description: 'A day in Lima or an RFC 3339 instant; it belongs to the list.' })
  readonly from?: string;

  @DayOrInstant({
    optional: true,
    description: 'A day in Lima, which belongs to the list, or an RFC 3339 instant, which does not.',
  })
  readonly to?: string;
}
