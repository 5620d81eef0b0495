import { document, operations } from '../fuzz/document';

/** Returns each object in a tree of JSON, with where it is. */
function* objectsIn(value: unknown, at = '#'): Generator<readonly [at: string, object: Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  // What is an object and came out of JSON has string keys.
  yield [at, value as Record<string, unknown>];
  for (const [key, inner] of Object.entries(value))
    yield* objectsIn(inner, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

const everything = [...objectsIn(document)];

describe('the OpenAPI document', () => {
  it('holds whatever its references name', () => {
    const places = new Set(everything.map(([at]) => at));
    const references = everything.flatMap(([at, { $ref }]) => (typeof $ref === 'string' ? [{ at, $ref }] : []));
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter(({ $ref }) => !places.has($ref))).toEqual([]);
  });

  it('names each list of texts once, so that a generated client has one type for it', () => {
    const lists = everything.flatMap(([at, { enum: values }]) =>
      Array.isArray(values) && values.length > 1 ? [{ at, values: JSON.stringify(values) }] : [],
    );
    expect(lists.length).toBeGreaterThan(15);
    expect(lists.filter(({ at }) => !/^#\/components\/schemas\/\w+$/.test(at))).toEqual([]);
    expect(lists.map(({ values }) => values)).toEqual([...new Set(lists.map(({ values }) => values))]);
  });

  it('states the form of each id and header', () => {
    const uuids = everything.filter(([, { format }]) => format === 'uuid');
    expect(uuids.length).toBeGreaterThan(10);
    const parameters = operations.flatMap((operation) => operation.parameters);
    const formless = parameters.filter(
      ({ in: place, schema }) => place === 'header' || (place === 'path' && schema.format === 'uuid'),
    );
    expect(formless.filter(({ schema }) => schema.pattern === undefined)).toEqual([]);
  });

  it('is read under any name and port, and says what too long a header gets', () => {
    expect(document).toMatchObject({ servers: [{ url: '/' }] });
    expect(operations.filter(({ responses }) => responses['431'] === undefined)).toEqual([]);
  });
});
