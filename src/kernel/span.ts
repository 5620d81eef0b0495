import { invalid } from './errors';
import { dayAfter, isDay, startOfLimaDay } from './lima-days';

/** A stretch of time, RFC 3339 UTC with milliseconds: both ends belong to it. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

/** Before and after all that a list holds. */
const EVER: Span = { first: '2000-01-01T00:00:00.000Z', last: '2099-12-31T23:59:59.999Z' };

/**
 * Returns the time between two ends as a query gives them, each a day in Lima or an instant. The first belongs to it; a last day does,
 * a last instant does not. `undefined` where neither is given.
 *
 * @throws DinexError `invalid` where nothing lies between them.
 */
export function spanOf(from: string | undefined, to: string | undefined): Span | undefined {
  if (from === undefined && to === undefined) return undefined;
  const first = from === undefined ? EVER.first : isDay(from) ? startOfLimaDay(from) : from;
  const last = to === undefined ? EVER.last : before(isDay(to) ? startOfLimaDay(dayAfter(to)) : to);
  if (first > last) throw invalid('#/to', 'to must be after from: an earlier day or instant ends no list.', 'query');
  return { first, last };
}

const before = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

/** Whether an instant, RFC 3339 UTC with milliseconds, lies in a span; in none given lies every one. */
export const isWithin = (instant: string, span: Span | undefined): boolean =>
  span === undefined || (instant >= span.first && instant <= span.last);
