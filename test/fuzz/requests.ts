import fc, { Arbitrary } from 'fast-check';
import { Operation, operations, Parameter } from './document';
import { hostile, Known, valueOf } from './values';

export interface Fault {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'add' | 'repeat';
  readonly value: unknown;
}

/** One request as generated: ids may still stand open, and faults are put in when it is sent. */
export interface Draft {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: readonly (readonly [string, unknown])[];
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly contentType: string | undefined;
  /** Sent instead of the body: what is no JSON, or too much of it. */
  readonly raw: string | undefined;
  readonly faults: readonly Fault[];
}

export const draft: Arbitrary<Draft> = fc.constantFrom(...operations).chain(draftOf);

function draftOf(operation: Operation): Arbitrary<Draft> {
  const content = Object.entries(operation.requestBody?.content ?? {});
  const body =
    content.length === 0 ? fc.constant(undefined) : fc.oneof(...content.map(([, { schema }]) => valueOf(schema ?? {})));
  const types = content.map(([type]) => type);
  return fc.record({
    operation: fc.constant(operation),
    path: fc.record(Object.fromEntries(parametersIn(operation, 'path').map((p) => [p.name, mostly(id(p))]))),
    query: query(parametersIn(operation, 'query')),
    headers: fc.record(
      Object.fromEntries(
        parametersIn(operation, 'header').map((p) => [p.name, fc.option(headerOf(p), { nil: undefined })]),
      ),
    ),
    body,
    contentType:
      types.length === 0
        ? fc.constant(undefined)
        : rarely(
            fc.constantFrom('text/plain', 'application/xml', 'application/json; charset=utf-16', ''),
            fc.constantFrom(...types),
          ),
    raw: rarely(
      fc.constantFrom(
        '{',
        '[',
        '"',
        '{"a":1}}',
        'null',
        '[]',
        '\ufeff{}',
        'nul',
        '{"a":01}',
        '['.repeat(1_000),
        `"${'x'.repeat(270_000)}"`,
      ),
      fc.constant(undefined),
    ),
    faults: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(fault, { minLength: 1, maxLength: 2 }) },
    ),
  });
}

const fault: Arbitrary<Fault> = fc.record({
  at: fc.nat(40),
  how: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  value: hostile,
});

const parametersIn = (operation: Operation, place: Parameter['in']) =>
  operation.parameters.filter((p) => p.in === place);
const rarely = <A, B>(odd: Arbitrary<A>, usual: Arbitrary<B>): Arbitrary<A | B> =>
  fc.oneof({ weight: 1, arbitrary: odd }, { weight: 19, arbitrary: usual });
const mostly = (usual: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: hostile });

const id = ({ name, schema }: Parameter): Arbitrary<Known> =>
  fc.record({ known: fc.constant(name), pick: fc.nat(), otherwise: valueOf(schema) });

function query(parameters: readonly Parameter[]): Arbitrary<[string, unknown][]> {
  const known = parameters.map((p) =>
    mostly(valueOf(p.schema, p.name)).map((value): [string, unknown] => [p.name, value]),
  );
  const odd = fc.tuple(fc.constantFrom('limit', 'debug', '__proto__', 'order_id[]', 'constructor'), hostile);
  if (known.length === 0) return rarely(fc.array(odd, { maxLength: 1 }), fc.constant([]));
  return fc.array(fc.oneof({ weight: 12, arbitrary: fc.oneof(...known) }, { weight: 1, arbitrary: odd }), {
    maxLength: 3,
  });
}

function headerOf({ name }: Parameter): Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    fc.constantFrom('x'.repeat(256), 'W/"1"', '"1", "2"', '"', ''),
  );
  const versions = fc.oneof(
    fc.nat(5).map((version) => `"${version}"`),
    fc.constant('*'),
  );
  const keys = fc.oneof(
    fc.uuid(),
    fc.uuid().map((key) => `"${key}"`),
    fc.nat(20).map((key) => `again-${key}`),
  );
  return rarely(odd, name === 'If-Match' ? versions : keys);
}
