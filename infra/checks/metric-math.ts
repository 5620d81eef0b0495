/** The part of CloudWatch's metric math that our alarms use, by its user guide ("Using math expressions with CloudWatch metrics"). */

/** One value a period; undefined where a period has no datapoint. */
export type Series = readonly (number | undefined)[];

export interface Frame {
  readonly series: Readonly<Record<string, Series>>;
  readonly periods: number;
  /** Hour of the day, UTC, of each period. */
  readonly hours: readonly number[];
}

/** Returns what an expression comes to in each period; throws on what it does not know. */
export function evaluate(expression: string, frame: Frame): Series {
  const tokens = expression.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|>=|<=|==|[-+*/(),<>]/g) ?? [];
  const reader = new Reader(tokens, frame);
  const result = reader.comparison();
  if (reader.rest.length > 0) throw new Error(`What is ${reader.rest.join(' ')} in ${expression}?`);
  return result;
}

type Two = (a: number, b: number) => number;

const COMPARISONS: Readonly<Record<string, Two>> = {
  '>': (a, b) => Number(a > b),
  '<': (a, b) => Number(a < b),
  '>=': (a, b) => Number(a >= b),
  '<=': (a, b) => Number(a <= b),
  '==': (a, b) => Number(a === b),
};
const SUMS: Readonly<Record<string, Two>> = { '+': (a, b) => a + b, '-': (a, b) => a - b };
const PRODUCTS: Readonly<Record<string, Two>> = { '*': (a, b) => a * b, '/': (a, b) => a / b };

class Reader {
  constructor(
    readonly rest: string[],
    private readonly frame: Frame,
  ) {}

  comparison(): Series {
    return this.chain(COMPARISONS, () => this.sum());
  }

  private sum(): Series {
    return this.chain(SUMS, () => this.chain(PRODUCTS, () => this.atom()));
  }

  /** Operands of one rank, joined by its operators from left to right. */
  private chain(operators: Readonly<Record<string, Two>>, operand: () => Series): Series {
    let left = operand();
    for (;;) {
      const operator = operators[this.rest[0] ?? ''];
      if (operator === undefined) return left;
      this.rest.shift();
      const right = operand();
      left = left.map((a, i) => (a === undefined || right[i] === undefined ? undefined : operator(a, right[i])));
    }
  }

  private atom(): Series {
    const token = this.rest.shift() ?? '';
    if (/^\d/.test(token)) return this.constant(Number(token));
    if (token === '(') {
      const inner = this.comparison();
      this.expect(')');
      return inner;
    }
    if (this.rest[0] !== '(') {
      const series = this.frame.series[token];
      if (series === undefined) throw new Error(`There is no metric ${token}`);
      return series;
    }
    return this.apply(token, this.arguments());
  }

  private arguments(): Series[] {
    this.expect('(');
    const given = [this.comparison()];
    while (this.rest[0] === ',') {
      this.rest.shift();
      given.push(this.comparison());
    }
    this.expect(')');
    return given;
  }

  private apply(name: string, [first = [], second = [], third = []]: readonly Series[]): Series {
    switch (name) {
      case 'FILL':
        return first.map((value, i) => value ?? second[i]);
      case 'IF':
        return first.map((value, i) => (value === undefined ? undefined : value === 0 ? third[i] : second[i]));
      case 'DIFF':
        return first.map((value, i) => {
          const before = first[i - 1];
          return value === undefined || before === undefined ? undefined : value - before;
        });
      case 'TIME_SERIES':
        return first;
      case 'HOUR':
        return first.map((value, i) => (value === undefined ? undefined : this.frame.hours[i]));
      default:
        throw new Error(`There is no function ${name}`);
    }
  }

  private constant(value: number): Series {
    return Array.from({ length: this.frame.periods }, () => value);
  }

  private expect(token: string): void {
    const found = this.rest.shift();
    if (found !== token) throw new Error(`Expected ${token}, found ${found ?? 'the end'}`);
  }
}
