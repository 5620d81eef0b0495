import { QUARTER_LINES } from './data/quarters.data';
import { District, districtTable } from './districts';
import { DEPARTMENT_ALIASES, DISTRICT_ALIASES, HOME_PROVINCES, PROVINCE_ALIASES } from './place-aliases';
import { editDistance, fold } from './text';

export type PlaceLevel = 'district' | 'province' | 'department';
/** Official name, another name in use, only the name of the district's capital or of a quarter in it, or a name cut short. */
export type NameKind = 'official' | 'alias' | 'capital' | 'quarter' | 'short';

export interface Place {
  readonly level: PlaceLevel;
  /** INEI's code: six, four or two digits. */
  readonly code: string;
  readonly kind: NameKind;
}

export interface PlaceIndex {
  /** The places by folded name, without the little words inside it (see `bare`). */
  readonly byName: ReadonlyMap<string, readonly Place[]>;
  /** The places by folded name as it is spelt, without quarters: too many of those are near each other to be told apart by their spelling. */
  readonly spelled: ReadonlyMap<string, readonly Place[]>;
  /** The first two words of each name. */
  readonly beginnings: ReadonlySet<string>;
  /** Words in the longest name. */
  readonly longest: number;
}

/** Capitals below this are villages whose names (Santa Rosa, San José …) belong to hundreds of places. */
const CAPITAL_INHABITANTS = 10_000;

const MAJOR: Readonly<Record<string, string>> = {
  sto: 'santo',
  sta: 'santa',
  sn: 'san',
  gral: 'general',
  cnel: 'coronel',
  mcal: 'mariscal',
  pte: 'puente',
  pto: 'puerto',
  nvo: 'nuevo',
  nva: 'nueva',
  stgo: 'santiago',
};

/** Returns a name with the spelled-out form of the usual abbreviations inside names (`Sta. Anita`). */
export function expand(word: string): string {
  return MAJOR[word] ?? word;
}

/** What people leave out of a name, or write as one letter: `San Juan d Lurigancho`. */
const LITTLE_WORDS = new Set(['de', 'del', 'dl', 'd', 'e']);

/** Returns the words of a name without the little ones inside it; the first and the last word always count. */
export const bare = (name: readonly string[]): string[] =>
  name.filter((word, i) => i === 0 || i === name.length - 1 || !LITTLE_WORDS.has(word));

interface ShortForm {
  readonly words: readonly string[];
  readonly place: Place;
}

let shortForms: readonly ShortForm[] | undefined;

/** Letters that a name of one word must keep when it is cut short. */
const LEAST_LETTERS = 5;

/**
 * Returns the district of the home provinces whose name these words cut short: each the beginning of a word of the name (`S. Borja`,
 * `Los Oliv.`), or the whole of it without its article (`Agustino`). Nothing where two districts fit.
 */
export function cutShort(written: readonly string[]): Place | undefined {
  shortForms ??= districtTable()
    .all.filter(({ ubigeo }) => HOME_PROVINCES.includes(ubigeo.slice(0, 4)))
    .flatMap(({ ubigeo, district }) => {
      const name = bare(fold(district).split(' '));
      const place: Place = { level: 'district', code: ubigeo, kind: 'short' };
      const [article = '', ...rest] = name;
      const withoutArticle = ['el', 'la', 'los'].includes(article) && rest.join('').length >= LEAST_LETTERS + 1;
      return [{ words: name, place }, ...(withoutArticle ? [{ words: rest, place }] : [])];
    });
  const given = bare(written);
  const last = given.at(-1) ?? '';
  if (given.length === 1 ? last.length < LEAST_LETTERS : last.length < 3) return undefined;
  const fitting = shortForms.filter(
    ({ words }) => words.length === given.length && words.every((word, i) => word.startsWith(given[i] ?? ' ')),
  );
  const codes = new Set(fitting.map(({ place }) => place.code));
  return codes.size === 1 ? fitting[0]?.place : undefined;
}

function build(): PlaceIndex {
  const byName = new Map<string, Place[]>();
  const spelled = new Map<string, Place[]>();
  const put = (names: Map<string, Place[]>, key: string, place: Place): void => {
    const places = names.get(key);
    if (!places) names.set(key, [place]);
    else if (!places.some((p) => p.code === place.code)) places.push(place);
  };
  const add = (name: string, place: Place): void => {
    const written = fold(name).split(' ').map(expand);
    put(byName, bare(written).join(' '), place);
    if (place.kind !== 'quarter') put(spelled, written.join(' '), place);
  };
  const { all } = districtTable();
  for (const d of all) add(d.district, { level: 'district', code: d.ubigeo, kind: 'official' });
  for (const d of all.filter(({ ubigeo }) => ubigeo.endsWith('01'))) {
    add(d.province, { level: 'province', code: d.ubigeo.slice(0, 4), kind: 'official' });
    if (d.ubigeo.endsWith('0101'))
      add(d.department, { level: 'department', code: d.ubigeo.slice(0, 2), kind: 'official' });
  }
  const aliases = (table: Readonly<Record<string, readonly string[]>>, level: PlaceLevel): void => {
    for (const [code, names] of Object.entries(table)) {
      for (const name of names) add(name, { level, code, kind: 'alias' });
    }
  };
  aliases(DISTRICT_ALIASES, 'district');
  aliases(PROVINCE_ALIASES, 'province');
  aliases(DEPARTMENT_ALIASES, 'department');
  for (const line of QUARTER_LINES.trim().split('\n')) {
    const [code = '', ...quarters] = line.split('|');
    for (const name of quarters) add(name, { level: 'district', code, kind: 'quarter' });
  }
  for (const d of all) {
    if (d.capital && d.inhabitants >= CAPITAL_INHABITANTS && !byName.has(bare(fold(d.capital).split(' ')).join(' '))) {
      add(d.capital, { level: 'district', code: d.ubigeo, kind: 'capital' });
    }
  }
  const beginnings = new Set([...byName.keys()].map((name) => name.split(' ').slice(0, 2).join(' ')));
  return {
    byName,
    spelled,
    beginnings,
    longest: Math.max(...[...byName.keys()].map((name) => name.split(' ').length)),
  };
}

let index: PlaceIndex | undefined;

export function placeIndex(): PlaceIndex {
  index ??= build();
  return index;
}

/** Edits that a name of this many letters may carry and still be recognised. */
function allowedEdits(letters: number): number {
  if (letters < 5) return 0;
  if (letters < 9) return 1;
  return letters < 15 ? 2 : 3;
}

export interface Misspelling {
  readonly places: readonly Place[];
  readonly edits: number;
}

/** One bit a letter: an edit changes at most two, which rules out most names before their edits are counted. */
function letterMask(text: string): number {
  let mask = 0;
  for (let i = 0; i < text.length; i++) mask |= 1 << (text.charCodeAt(i) & 31);
  return mask;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

interface SquashedName {
  readonly letters: string;
  readonly mask: number;
  readonly places: readonly Place[];
}

let squashed: readonly SquashedName[] | undefined;

/**
 * Returns the names nearest to a misspelt one; spaces do not count. All names tied for the fewest edits are returned.
 * Within `provinces` (codes) there are few names to confuse, so short ones may carry an edit and long ones one more.
 */
export function nearest(name: string, provinces?: readonly string[]): Misspelling | undefined {
  squashed ??= [...placeIndex().spelled].map(([key, places]) => {
    const letters = key.replaceAll(' ', '');
    return { letters, mask: letterMask(letters), places };
  });
  const letters = name.replaceAll(' ', '');
  const allowed = (length: number): number => allowedEdits(length) + (provinces && length > 3 ? 1 : 0);
  let edits = allowed(letters.length);
  if (edits === 0) return undefined;
  const mask = letterMask(letters);
  let places: Place[] = [];
  for (const candidate of squashed) {
    if (Math.abs(letters.length - candidate.letters.length) > edits || bits(mask ^ candidate.mask) > 2 * edits)
      continue;
    if (allowed(candidate.letters.length) === 0) continue;
    const near = provinces
      ? candidate.places.filter(({ level, code }) => level === 'district' && provinces.includes(code.slice(0, 4)))
      : candidate.places;
    if (near.length === 0) continue;
    const distance = editDistance(letters, candidate.letters, edits);
    if (distance > edits) continue;
    if (distance < edits) places = [];
    edits = distance;
    places.push(...near);
  }
  return places.length > 0 ? { places, edits } : undefined;
}

/** Whether some place's name begins with these two words. */
export const beginsName = (first: string, second: string): boolean => placeIndex().beginnings.has(`${first} ${second}`);

/** Returns how likely a parcel goes to a place, before its address is read: inhabitants, five times as many at home. */
export function weight(district: Pick<District, 'inhabitants' | 'ubigeo'>): number {
  return (district.inhabitants + 100) * (HOME_PROVINCES.includes(district.ubigeo.slice(0, 4)) ? 5 : 1);
}
