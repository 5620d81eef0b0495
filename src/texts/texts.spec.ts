import { LOCALES } from './locale';
import { PARCEL_STATUSES, ParcelStatus } from '../orders/states';
import { Locale, localeOf } from './locale';
import { isUnderWay, STAGES, STATUS_TEXTS, statusName, StatusTexts } from './status-texts';

test('recipients read Spanish unless they asked for English', () => {
  expect(['en', 'en-US', 'es-PE', 'qu', 'english', undefined].map(localeOf)).toEqual([
    'en',
    'en',
    'es-PE',
    'es-PE',
    'es-PE',
    'es-PE',
  ]);
});

describe('the names of the states', () => {
  it.each(LOCALES)('tell them apart in %s', (locale) => {
    const names = PARCEL_STATUSES.map((status) => statusName(status, locale));
    expect(new Set(names).size).toBe(PARCEL_STATUSES.length);
    for (const name of names) expect(name).toMatch(/^\p{Lu}[\p{L} ]{4,27}$/u);
  });
});

describe('the stages of a delivery', () => {
  it('are four, each called by the name of a state', () => {
    expect(STAGES.map((status) => statusName(status, 'es-PE'))).toEqual([
      'Registrado',
      'En camino',
      'En reparto',
      'Entregado',
    ]);
    expect(STAGES.map((status) => STATUS_TEXTS[status].stage)).toEqual([1, 2, 3, 4]);
  });

  it('end the way to the recipient with the last', () => {
    expect(STAGES.map(isUnderWay)).toEqual([true, true, true, false]);
    expect(isUnderWay('RETURNING')).toBe(false);
  });
});

describe('what is missing does not compile', () => {
  type Catalogue = typeof STATUS_TEXTS;
  const { DELIVERED, ...others } = STATUS_TEXTS;
  const { en, ...untranslated } = DELIVERED;
  const { sms, ...unsendable } = en;

  it('a state without its texts', () => {
    // @ts-expect-error DELIVERED has no texts.
    const catalogue: Catalogue = others;
    expect(catalogue).not.toHaveProperty('DELIVERED' satisfies ParcelStatus);
  });

  it('a state without one of the languages', () => {
    // @ts-expect-error DELIVERED has no English.
    const catalogue: Catalogue = { ...others, DELIVERED: untranslated };
    expect(catalogue.DELIVERED).not.toHaveProperty('en' satisfies Locale);
  });

  it('a state without the text of one kind of message', () => {
    // @ts-expect-error DELIVERED has no text message in English.
    const catalogue: Catalogue = { ...others, DELIVERED: { ...untranslated, en: unsendable } };
    expect(catalogue.DELIVERED.en).not.toHaveProperty('sms' satisfies keyof StatusTexts);
    expect(sms).toMatch(/^DINEX/);
  });
});
