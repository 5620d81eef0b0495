import { document } from '../fuzz/document';

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
});
