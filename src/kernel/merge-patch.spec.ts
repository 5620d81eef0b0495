import { applyMergePatch, MergePatch } from './merge-patch';

/** The examples of RFC 7396, appendix A, whose target and patch are objects. */
const EXAMPLES: readonly (readonly [object, object, object])[] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('a merge patch', () => {
  it.each(EXAMPLES)('of %j by %j is %j', (target, patch, expected) => {
    const before = structuredClone([target, patch]);
    expect(applyMergePatch(target, patch)).toEqual(expected);
    expect([target, patch]).toEqual(before);
  });

  it('passes over what is undefined', () => {
    expect(applyMergePatch<object>({ a: 'b' }, { a: undefined })).toEqual({ a: 'b' });
  });

  it('removes only what may be absent, for the compiler', () => {
    interface Order {
      readonly customer: string;
      readonly notes?: string;
      readonly recipient: { readonly name: string; readonly phone?: string };
      readonly lines: readonly string[];
      readonly address: string | { readonly street: string; readonly lat?: number };
      readonly metadata?: Readonly<Record<string, string>>;
    }
    const patches: MergePatch<Order>[] = [
      { notes: null, recipient: { phone: null }, metadata: { channel: null }, lines: ['x'], address: { street: 'x' } },
      { metadata: null, address: 'Av. Brasil' },
      { address: { lat: null } },
      // @ts-expect-error: an order has a customer
      { customer: null },
      // @ts-expect-error: a recipient has a name
      { recipient: { name: null } },
      // @ts-expect-error: an address that is an object has a street
      { address: { street: null } },
    ];
    expect(patches).toHaveLength(6);
  });
});
