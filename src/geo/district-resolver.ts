import { Mention } from './segment-reader';
import { District, districtTable } from './districts';
import { HOME_PROVINCES } from './place-aliases';
import { NameKind, nearest, Place, weight } from './place-index';

export interface Resolution {
  readonly district: District;
  /** `province`: only the city was named, and its central district stands for it. */
  readonly precision: 'district' | 'province';
  /** 0 to 1: the share of such readings that we expect to be right. */
  readonly confidence: number;
  /** Some place name later in the text contradicts this reading. */
  readonly contradicted: boolean;
}

export interface ResolveOptions {
  /** A bare name without a street is trusted less when it has homonyms. */
  readonly detailed: boolean;
}

// How much a reading gains or loses; tuned on the open address cases only, in steps that a person can follow.
const NAMED: Readonly<Record<NameKind, number>> = { official: 10, alias: 10, capital: 7, quarter: 10, short: 9 };
const PER_EDIT = 1.5;
const WEAK = 5;
const PROVINCE_AGREES = 6;
const DEPARTMENT_AGREES = 4;
const LATER_NAME_UNEXPLAINED = 5;
const EARLIER_NAME_UNEXPLAINED = 2;
/** Readings within this of the best are rivals for its probability. */
const RIVAL = 3;
/** How often a name of this kind, spelt right and alone, is the right one. */
const SURE: Readonly<Record<NameKind, number>> = {
  official: 0.97,
  alias: 0.95,
  capital: 0.8,
  quarter: 0.88,
  short: 0.88,
};
/** What a name counts, by how many edits it is misspelt; a right one counts 1. */
const PER_MISSPELLING: readonly number[] = [1, 0.92, 0.85, 0.7];

interface Reading {
  readonly district: District;
  readonly mention: Mention;
  readonly kind: NameKind;
  readonly score: number;
  readonly agrees: boolean;
  readonly contradicted: boolean;
  /** A city's name after a word that may be the true district, illegible or of another place. */
  readonly doubtful: boolean;
  /** The name read as the district is also the province's, and nothing else says which is meant. */
  readonly cityOnly: boolean;
}

const names = (mention: Mention, level: Place['level'], code: string): boolean =>
  mention.places.some((place) => place.level === level && place.code === code);

function read(district: District, mention: Mention, kind: NameKind, mentions: readonly Mention[]): Reading {
  const [province, department] = [district.ubigeo.slice(0, 4), district.ubigeo.slice(0, 2)];
  let score = (mention.weak ? WEAK : NAMED[kind]) - mention.edits * PER_EDIT;
  const isCity = names(mention, 'province', province);
  let [provinceAgrees, departmentAgrees, contradicted, doubtful] = [false, false, false, false];
  for (const other of mentions) {
    if (other === mention || other.role === 'capital') continue;
    const earlier = other.position < mention.position;
    if (other.role === 'unknown') {
      doubtful ||= earlier && isCity;
      continue;
    }
    const own = names(other, 'district', district.ubigeo);
    if (!provinceAgrees && names(other, 'province', province)) {
      provinceAgrees = true;
      score += PROVINCE_AGREES - other.edits;
    } else if (!departmentAgrees && names(other, 'department', department)) {
      departmentAgrees = true;
      score += DEPARTMENT_AGREES - other.edits;
    } else if (!own && !names(other, 'province', province) && !names(other, 'department', department) && !other.weak) {
      contradicted ||= !earlier && other.edits === 0;
      doubtful ||= earlier && isCity;
      score -= (earlier ? EARLIER_NAME_UNEXPLAINED : LATER_NAME_UNEXPLAINED) / (1 + other.edits);
    }
  }
  // Lima's name said twice is what web shops write for city and region; said three times it is the district, as INEI writes it.
  const agreement = Number(provinceAgrees) + Number(departmentAgrees);
  const needed = HOME_PROVINCES.includes(province) ? 2 : 1;
  const cityOnly = isCity && agreement < needed && mention.role !== 'capital';
  return {
    district,
    mention,
    kind,
    score,
    agrees: provinceAgrees || departmentAgrees,
    contradicted,
    doubtful,
    cityOnly,
  };
}

/** The central district of a province (`DDPP01`) or of a department's capital province (`DD0101`). */
const central = (code: string): District | undefined =>
  districtTable().byUbigeo.get(code.padEnd(6, '0101'.slice(code.length - 2)));

function readings(mentions: readonly Mention[]): Reading[] {
  const found: Reading[] = [];
  const capitalWord = mentions.some((mention) => mention.role === 'capital');
  for (const mention of mentions) {
    for (const place of mention.places) {
      if (place.level === 'district') {
        const district = districtTable().byUbigeo.get(place.code);
        if (district) found.push(read(district, mention, place.kind, mentions));
      } else if (place.level === 'province' || capitalWord) {
        const district = central(place.code);
        // A province alone is a vaguer word than a district: its central district starts lower.
        if (district) found.push({ ...read(district, mention, 'capital', mentions), cityOnly: !capitalWord });
      }
    }
  }
  return found;
}

/** `La Libertad` alone is the department, not the village of that name; `Puno` alone is the city. */
function meansDepartment({ mention, district }: Reading): boolean {
  const departments = mention.places.filter(({ level }) => level === 'department');
  return departments.length > 0 && !departments.some(({ code }) => central(code) === district);
}

function confidence(best: Reading, ranked: readonly Reading[], detailed: boolean): number {
  let sure = SURE[best.kind] * (PER_MISSPELLING[best.mention.edits] ?? 0.6);
  if (best.mention.weak) sure *= 0.5;
  if (best.mention.edits > 0 && !best.agrees) sure *= 0.85;
  if (best.contradicted) sure *= 0.6;
  if (best.doubtful) sure *= 0.7;
  if (!best.agrees && meansDepartment(best)) sure *= 0.1;
  if (best.cityOnly) sure *= best.agrees ? 0.45 : 0.62;
  const rivals = ranked.filter((reading) => reading !== best && reading.score > best.score - RIVAL);
  const homonyms = rivals.filter((rival) => rival.mention === best.mention);
  if (homonyms.length < rivals.length) sure *= 0.8;
  if (homonyms.length === 0) return sure;
  const all = homonyms.reduce((sum, homonym) => sum + weight(homonym.district), weight(best.district));
  // The home provinces are a default, not knowledge; a bare name is less than one at the end of an address.
  return ((sure * weight(best.district)) / all) * (best.agrees ? 1 : 0.85) * (best.agrees || detailed ? 1 : 0.6);
}

/** An illegible part is compared once more, and more generously, with the districts of the provinces named beside it. */
function readUnknown(mentions: readonly Mention[]): readonly Mention[] {
  const areas = mentions.flatMap(({ places }) =>
    places.filter(({ level }) => level === 'province').map(({ code }) => code),
  );
  if (areas.length === 0) return mentions;
  return mentions.map((mention) => {
    const read = mention.role === 'unknown' ? nearest(mention.text, areas) : undefined;
    return read ? { ...mention, ...read, role: 'name', weak: false } : mention;
  });
}

/** A misspelt name far from home, with nothing beside it that agrees, is a word of a note unless many people live there. */
const MANY_INHABITANTS = 40_000;
/** How much likelier a rightly spelt name must be than a later one of another province to be the only one of the two that counts. */
const MUCH_LIKELIER = 20;

/**
 * Leaves out what is near a name by coincidence. A district that is read rightly spelt is never beaten by a later name that is misspelt,
 * or distant and of few people; a city's name is no such district, since the district may yet follow.
 */
function withoutCoincidences(mentions: readonly Mention[]): readonly Mention[] {
  const areas = mentions.flatMap(({ places }) =>
    places.filter(({ level }) => level !== 'district').map(({ code }) => code),
  );
  const anchor = mentions.find(
    ({ role, edits, weak, places }) =>
      role === 'name' && edits === 0 && !weak && places.length > 0 && places.every(({ level }) => level === 'district'),
  );
  const agrees = ({ places }: Mention): boolean =>
    places.some(({ level, code }) => level !== 'district' || areas.some((area) => code.startsWith(area)));
  const near = ({ places }: Mention): boolean =>
    places.some(({ code }) => anchor?.places.some((other) => other.code.slice(0, 4) === code.slice(0, 4)));
  return mentions.filter((mention) => {
    if (mention.role !== 'name' || mention === anchor || agrees(mention)) return true;
    const later = anchor !== undefined && mention.position > anchor.position;
    if (mention.edits > 0) return later ? near(mention) && mention.edits < 2 : isLikely(mention);
    return !later || near(mention) || likelihood(mention) * MUCH_LIKELIER > likelihood(anchor);
  });
}

const likelihood = ({ places }: Mention): number =>
  Math.max(...places.map(({ code }) => weight(districtTable().byUbigeo.get(code) ?? NOBODY)));

const NOBODY = { inhabitants: 0, ubigeo: '' } as const;

const isLikely = ({ places }: Mention): boolean =>
  places.some(
    ({ code }) =>
      HOME_PROVINCES.includes(code.slice(0, 4)) ||
      (districtTable().byUbigeo.get(code)?.inhabitants ?? 0) >= MANY_INHABITANTS,
  );

/** Returns the likeliest district for the names read in an address, or undefined when they name none. */
export function resolveDistrict(parsed: readonly Mention[], { detailed }: ResolveOptions): Resolution | undefined {
  const mentions = withoutCoincidences(readUnknown(parsed));
  const byDistrict = new Map<string, Reading>();
  for (const reading of readings(mentions)) {
    const known = byDistrict.get(reading.district.ubigeo);
    if (!known || reading.score > known.score) byDistrict.set(reading.district.ubigeo, reading);
  }
  const ranked = [...byDistrict.values()].sort((a, b) => b.score - a.score || weight(b.district) - weight(a.district));
  const [best] = ranked;
  if (!best) return undefined;
  // The end of a numberless street is evidence only at home or with its province beside it.
  if (best.mention.weak && !best.agrees && !HOME_PROVINCES.includes(best.district.ubigeo.slice(0, 4))) return undefined;
  return {
    district: best.district,
    precision: best.cityOnly ? 'province' : 'district',
    confidence: Math.round(confidence(best, ranked, detailed) * 100) / 100,
    contradicted: best.contradicted,
  };
}
