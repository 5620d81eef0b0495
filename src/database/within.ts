import type { Span } from '../kernel/span';
import type { Expression } from './expressions';

/** Returns a condition on a partition's key, narrowed to what was made in a span where the sort key is `created_at`. */
export const within = (where: Expression, span: Span | undefined): Expression =>
  span === undefined
    ? where
    : {
        ...where,
        expression: `${where.expression} AND created_at BETWEEN :first AND :last`,
        values: { ...where.values, ':first': span.first, ':last': span.last },
      };
