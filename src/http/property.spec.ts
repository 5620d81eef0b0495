import { getMetadataStorage, IsString } from 'class-validator';
import { readDto } from './validation';
import { AnyText, Instant, OneOf, Part, Parts, Text, TextMap, TextOrPart, Whole } from './properties';
import { MergePatchType, propertiesOf } from './property';

class Place {
  @Text(20, { example: 'Av. Brasil 1' }) readonly street!: string;
  @Text(20, { optional: true }) readonly district?: string;
}

class Base {
  @Text(10, { column: 'parcel' }) readonly name!: string;
}

class Parcel extends Base {
  @Whole({ min: 1, max: 9 }, { optional: true }) readonly weight?: number;
  @Part(() => Place, {}) readonly place!: Place;
  @Parts(() => Place, { min: 1, max: 2 }, { optional: true }) readonly stops?: readonly Place[];
  @TextOrPart(() => Place, 20, { optional: true }) readonly origin?: string | Place;
  @TextMap({ keys: 2, max: 5 }, { optional: true }) readonly tags?: Readonly<Record<string, string>>;
  @OneOf(['es', 'en'], { default: 'es' }) readonly locale: 'es' | 'en' = 'es';
  @Instant({ optional: true }) readonly at?: string;
}

class ParcelPatch extends MergePatchType(Parcel) {}
class WeightPatch extends MergePatchType(Parcel, ['name', 'place', 'stops', 'origin', 'tags', 'locale', 'at']) {}

const pointersOf = (outcome: object): unknown =>
  Array.isArray(outcome) ? (outcome as { pointer: string }[]).map(({ pointer }) => pointer).sort() : { ...outcome };

describe('a declared property', () => {
  it('is validated by what its decorator says', () => {
    const good = { name: 'box', place: { street: 'x' } };
    expect(pointersOf(readDto(Parcel, good))).toEqual({ ...good, locale: 'es' });
    const bad = {
      name: '',
      weight: 10,
      place: { district: 1 },
      stops: [],
      origin: {},
      tags: { a: 1 },
      locale: 'fr',
      at: 'x',
    };
    expect(pointersOf(readDto(Parcel, bad))).toEqual([
      '#/at',
      '#/locale',
      '#/name',
      '#/origin/street',
      '#/place/district',
      '#/place/street',
      '#/stops',
      '#/tags',
      '#/weight',
    ]);
  });

  it('is known by name, column and kind, also where it is inherited', () => {
    expect(propertiesOf(Parcel).map(({ name, column, cell }) => [name, column, cell])).toEqual([
      ['name', 'parcel', 'text'],
      ['weight', 'weight', 'whole'],
      ['place', 'place', undefined],
      ['stops', 'stops', undefined],
      ['origin', 'origin', 'text'],
      ['tags', 'tags', 'map'],
      ['locale', 'locale', 'text'],
      ['at', 'at', 'text'],
    ]);
  });

  it('is of the type that its decorator takes, for the compiler', () => {
    class Mistakes {
      // @ts-expect-error: a number is no text
      @Text(1, {}) readonly number!: number;
      // @ts-expect-error: it has a question mark and is not optional
      @Text(1, {}) readonly missing?: string;
      // @ts-expect-error: it is optional without a question mark
      @AnyText({ max: 1 }, { optional: true }) readonly always!: string;
      // @ts-expect-error: it takes less than its decorator
      @OneOf(['a', 'b'], {}) readonly narrow!: 'a';
    }
    expect(propertiesOf(Mistakes)).toHaveLength(4);
  });
});

describe('the merge patch of a class', () => {
  it('may leave out everything, and has no defaults', () => {
    expect(pointersOf(readDto(ParcelPatch, {}))).toEqual({});
  });

  it('removes by null what is optional, at every depth', () => {
    const patch = { weight: null, place: { district: null }, stops: null, origin: null, tags: { a: null }, at: null };
    expect(pointersOf(readDto(ParcelPatch, patch))).toEqual(patch);
  });

  it('removes nothing that must be there, and nothing within a list', () => {
    const patch = { name: null, place: { street: null }, stops: [{ district: null, street: 'x' }], locale: null };
    expect(pointersOf(readDto(ParcelPatch, patch))).toEqual([
      '#/locale',
      '#/name',
      '#/place/street',
      '#/stops/0/district',
    ]);
    expect(pointersOf(readDto(ParcelPatch, { place: null }))).toEqual(['#/place']);
  });

  it('keeps the limits of the class', () => {
    expect(pointersOf(readDto(ParcelPatch, { weight: 10, place: { street: '', unknown: 1 } }))).toEqual([
      '#/place/street',
      '#/place/unknown',
      '#/weight',
    ]);
  });

  it('refuses what it may not name', () => {
    expect(pointersOf(readDto(WeightPatch, { name: 'x', weight: 2 }))).toEqual(['#/name']);
  });

  it('cannot be made of a class whose properties it would lose', () => {
    class Old {
      @IsString() readonly name!: string;
    }
    expect(() => MergePatchType(Old)).toThrow(/Old.name/);
    expect(getMetadataStorage().getTargetValidationMetadatas(Old, '', false, false)).toHaveLength(1);
  });
});
