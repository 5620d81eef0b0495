import {
  flag,
  instant,
  listOf,
  mapOf,
  number,
  objectOf,
  oneOf,
  optional,
  pick,
  Shape,
  text,
  textOr,
  textThat,
  whole,
} from './shape';

interface Parcel {
  readonly id: string;
  readonly weight?: number;
  readonly place: string | { readonly street: string };
  readonly scans: readonly { readonly at: string; readonly kind: 'IN' | 'OUT' }[];
  readonly tags: Readonly<Record<string, string>>;
  readonly open: boolean;
}

const PARCEL: Shape<Parcel> = {
  id: textThat('a parcel id', (given): given is string => given.startsWith('P')),
  weight: optional(number),
  place: textOr(objectOf({ street: text })),
  scans: listOf(objectOf<Parcel['scans'][number]>({ at: instant, kind: oneOf(['IN', 'OUT']) })),
  tags: mapOf(text),
  open: flag,
};
const read = objectOf(PARCEL);

const parcel = {
  id: 'P1',
  place: { street: 'Av. Brasil' },
  scans: [{ at: '2026-11-21T10:00:00.000Z', kind: 'IN' }],
  tags: { shop: 'x' },
  open: true,
};

describe('a shape', () => {
  it('reads what fits, and leaves in it what a later version has added', () => {
    const item = { ...parcel, added_later: 1 };
    expect(read(item)).toBe(item);
    expect(read({ ...parcel, place: 'Av. Brasil', weight: 0.5 })).toMatchObject({ weight: 0.5 });
  });

  it.each([
    [{ ...parcel, id: 'X1' }, 'id must be a parcel id'],
    [{ ...parcel, id: undefined }, 'id must be a parcel id'],
    [{ ...parcel, weight: null }, 'weight must be a number'],
    [{ ...parcel, place: { street: 7 } }, 'place.street must be a text'],
    [{ ...parcel, place: 7 }, 'place must be an object'],
    [{ ...parcel, scans: {} }, 'scans must be a list'],
    [{ ...parcel, scans: [parcel.scans[0], { at: 'noon', kind: 'IN' }] }, 'scans.1.at must be an RFC 3339 time'],
    [{ ...parcel, scans: [{ at: parcel.scans[0]?.at, kind: 'UP' }] }, 'scans.0.kind must be one of IN, OUT'],
    [{ ...parcel, tags: { shop: 1 } }, 'tags.shop must be a text'],
    [{ ...parcel, open: 'yes' }, 'open must be true or false'],
    [null, 'it must be an object'],
    [[], 'it must be an object'],
  ])('names the field that does not fit, and not its value: %#', (item, message) => {
    expect(() => read(item)).toThrow(new Error(message));
  });

  it('tells an integer from a number', () => {
    expect(whole(3)).toBe(3);
    expect(() => whole(3.5)).toThrow('it must be an integer');
    expect(() => number('3')).toThrow('it must be a number');
  });

  it('picks its own fields, in its order', () => {
    const picked = pick(PARCEL, { ...read(parcel), ...{ secret: 'x' } });
    expect(Object.keys(picked)).toEqual(['id', 'place', 'scans', 'tags', 'open']);
  });

  it('follows its type: no field is missing, no field is more, none is of another type', () => {
    interface Scan {
      readonly at: string;
      readonly place?: string;
    }
    const shapes: Shape<Scan>[] = [
      { at: text, place: optional(text) },
      // @ts-expect-error: place is missing
      { at: text },
      // @ts-expect-error: place may be absent
      { at: text, place: text },
      // @ts-expect-error: at is always there
      { at: optional(text), place: optional(text) },
      // @ts-expect-error: at is a text
      { at: whole, place: optional(text) },
      // @ts-expect-error: there is no street
      { at: text, place: optional(text), street: text },
    ];
    expect(shapes).toHaveLength(6);
  });
});
