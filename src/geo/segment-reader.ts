import { AREA_WORDS, isNumber, PARTICLES, STREET_WORDS, TITLES, UNIT_WORDS } from './address-words';
import { CAPITAL_WORDS } from './place-aliases';
import { COMMON_WORDS } from './asides';
import { bare, cutShort, Misspelling, nearest, Place, placeIndex } from './place-index';

/** A place name read in an address. */
export interface Mention {
  readonly places: readonly Place[];
  /** Edits between what was written and the name; 0 when spelt right. */
  readonly edits: number;
  /** Order in the text. */
  readonly position: number;
  /** It may as well belong to a street or a neighbourhood (`Av. Arequipa Lince`, `Portal de Surco`). */
  readonly weak: boolean;
  /**
   * `capital`: `Cercado`, the centre of whatever province is named beside it. `unknown`: a part of its own that is neither
   * street nor name, perhaps a district misspelt beyond recognition; `text` has it.
   */
  readonly role: 'name' | 'capital' | 'unknown';
  readonly text: string;
}

interface Span {
  readonly places: readonly Place[];
  readonly length: number;
}

/** Little words that a name may have beyond those in the index. */
const MOST_LITTLE_WORDS = 2;

/** Initials with spaces between them: `S M P`. */
function initialsAt(segment: readonly string[], start: number): Span | undefined {
  for (const length of [4, 3]) {
    const letters = segment.slice(start, start + length);
    if (letters.length < length || !letters.every((letter) => /^[a-z]$/.test(letter))) continue;
    const places = placeIndex().byName.get(letters.join(''));
    if (places) return { places, length };
  }
  return undefined;
}

/** The longest name that begins at this word. */
function nameAt(segment: readonly string[], start: number): Span | undefined {
  const { byName, longest } = placeIndex();
  for (let length = Math.min(longest + MOST_LITTLE_WORDS, segment.length - start); length > 0; length--) {
    const places = byName.get(bare(segment.slice(start, start + length)).join(' '));
    if (places) return { places, length };
  }
  return initialsAt(segment, start);
}

const capitalWordsAt = (segment: readonly string[], start: number): number =>
  [2, 1].find(
    (n) => start + n <= segment.length && CAPITAL_WORDS.includes(segment.slice(start, start + n).join(' ')),
  ) ?? 0;

/** Part of a longer name that is not in the table: `Portal de Surco`, but not `distrito de Surco` or `Av. Grau 120 de Surco`. */
function belongsToName(segment: readonly string[], start: number): boolean {
  let i = start - 1;
  if (!PARTICLES.has(segment[i] ?? '')) return false;
  while (PARTICLES.has(segment[i] ?? '')) i--;
  const word = segment[i];
  return word !== undefined && !AREA_WORDS.has(word) && !isNumber(word);
}

/** Words at a part's end that may be a misspelt name. */
const LOOSE_WORDS = 8;

/** Reads one part of an address from left to right. */
export class SegmentReader {
  readonly mentions: Omit<Mention, 'position'>[] = [];
  detailed = false;
  /** Words since the street word, or undefined outside a street's name. */
  private inStreet: number | undefined;
  private streetMentions: { readonly span: Span; readonly start: number; readonly after: number }[] = [];
  /** Words outside streets that no name explains, for misspellings: [word number, word]. */
  private loose: { readonly at: number; readonly word: string; readonly mention?: number }[] = [];

  constructor(private readonly segment: readonly string[]) {}

  read(): this {
    for (let i = 0; i < this.segment.length;) i += this.inStreet === undefined ? this.readOpen(i) : this.readStreet(i);
    if (this.inStreet !== undefined) this.closeNumberlessStreet();
    this.readMisspellings();
    const unread = this.loose.map(({ word }) => word).join(' ');
    if (!this.detailed && this.mentions.length === 0 && unread.length >= 4) {
      this.mentions.push({ places: [], edits: 0, weak: true, role: 'unknown', text: unread });
    }
    return this;
  }

  private readOpen(i: number): number {
    const word = this.segment[i] ?? '';
    const span = nameAt(this.segment, i);
    if (span && !(isNumber(word) && span.length === 1)) {
      const weak = belongsToName(this.segment, i);
      this.mentions.push({ places: span.places, edits: 0, weak, role: 'name', text: '' });
      for (let k = 0; k < span.length; k++) {
        this.loose.push({
          at: i + k,
          word: this.segment[i + k] ?? '',
          mention: this.mentions.length - 1,
        });
      }
      return span.length;
    }
    const short = span === undefined ? this.shortNameAt(i) : undefined;
    if (short !== undefined) {
      this.mentions.push({ places: [short.place], edits: 0, weak: false, role: 'name', text: '' });
      return short.length;
    }
    const capital = capitalWordsAt(this.segment, i);
    if (capital > 0) {
      this.mentions.push({ places: [], edits: 0, weak: false, role: 'capital', text: '' });
      return capital;
    }
    if (AREA_WORDS.has(word) && !isNumber(this.segment[i + 1] ?? '0')) return this.segment[i + 1] === 'de' ? 2 : 1;
    if (UNIT_WORDS.has(word)) return this.skipUnit(i);
    if (STREET_WORDS.has(word)) {
      this.detailed = true;
      this.inStreet = 0;
      return 1;
    }
    if (isNumber(word)) this.houseNumber(i);
    else this.loose.push({ at: i, word });
    return 1;
  }

  /** A name cut short, where it fills the rest of the part: `S. Borja`, `Chorr.` */
  private shortNameAt(i: number): { readonly place: Place; readonly length: number } | undefined {
    const rest = this.segment.slice(i);
    const numbers = rest.findIndex((word, k) => k > 0 && /^\d/.test(word));
    const written = numbers < 0 ? rest : rest.slice(0, numbers);
    if (written.length > 4 || written.some((word) => COMMON_WORDS.has(word) && word.length > 3)) return undefined;
    const place = cutShort(written);
    return place === undefined ? undefined : { place, length: written.length };
  }

  private readStreet(i: number): number {
    const word = this.segment[i] ?? '';
    const next = this.segment[i + 1] ?? '';
    if (UNIT_WORDS.has(word) && !(AREA_WORDS.has(word) && next === 'de')) {
      this.endStreet();
      return this.skipUnit(i);
    }
    if (STREET_WORDS.has(word)) {
      this.endStreet();
      this.inStreet = 0;
      return 1;
    }
    if (AREA_WORDS.has(word) && (this.inStreet ?? 0) > 0) {
      this.endStreet();
      return next === 'de' ? 2 : 1;
    }
    // `Calle 28 de Julio`, `Jr. 2 de Mayo`: the number is part of the name.
    if (isNumber(word) && next !== 'de' && !(this.inStreet === 0 && /^[a-z]$/.test(word) && next.length > 2)) {
      this.endStreet();
      return 1;
    }
    const span = nameAt(this.segment, i);
    if (span) this.streetMentions.push({ span, start: i, after: this.inStreet ?? 0 });
    this.inStreet = (this.inStreet ?? 0) + (span?.length ?? 1);
    return span?.length ?? 1;
  }

  private endStreet(): void {
    this.inStreet = undefined;
    this.streetMentions = [];
  }

  private skipUnit(i: number): number {
    this.detailed = true;
    let next = i + 1;
    while (isNumber(this.segment[next] ?? '')) next++;
    return next - i;
  }

  /** `Miraflores 321, Barranco`: what stands before a house number is a street even if nothing says so. */
  private houseNumber(i: number): void {
    const word = this.segment[i] ?? '';
    this.detailed = true;
    // Post codes have five digits; the old ones one or two after a district (`Lima 18`).
    if (!/^\d{3,4}[a-z]?$/.test(word)) return;
    const before = this.loose.filter(({ at }) => at < i);
    if (before.length === i && before.length > 0) {
      this.mentions.length = 0;
      this.loose = [];
    }
  }

  /** A street without a number hides where its name ends: only names at the very end count, and little. */
  private closeNumberlessStreet(): void {
    let end = this.segment.length;
    const tail: Omit<Mention, 'position'>[] = [];
    for (const { span, start, after } of this.streetMentions.reverse()) {
      const before = this.segment[start - 1] ?? '';
      if (start + span.length !== end || after === 0 || PARTICLES.has(before) || TITLES.has(before)) break;
      tail.unshift({ places: span.places, edits: 0, weak: true, role: 'name', text: '' });
      end = start;
    }
    this.mentions.push(...tail);
  }

  /** Runs of words that are no name as they stand: the longest stretch close to one is taken for it. */
  private readMisspellings(): void {
    for (let i = Math.max(0, this.loose.length - LOOSE_WORDS); i < this.loose.length; i++) {
      const found = this.longestMisspelling(i);
      if (!found) continue;
      for (const { mention } of this.loose.slice(i, i + found.length)) {
        if (mention !== undefined) this.mentions[mention] = NOTHING;
      }
      this.mentions.push({ ...found.misspelling, weak: false, role: 'name', text: '' });
      i += found.length - 1;
    }
  }

  /** Whether the run says the same name rightly spelt already, with another word beside it. */
  private holds(run: readonly { readonly mention?: number }[], { places }: Misspelling): boolean {
    return run.some(
      ({ mention }) =>
        mention !== undefined && this.mentions[mention]?.places.some(({ code }) => places.some((p) => p.code === code)),
    );
  }

  private longestMisspelling(start: number): { length: number; misspelling: Misspelling } | undefined {
    for (let length = Math.min(6, this.loose.length - start); length > 0; length--) {
      const run = this.loose.slice(start, start + length);
      const joined = run.every(({ at }, k) => at === (run[0]?.at ?? 0) + k);
      if (!joined || run.every(({ mention }) => mention !== undefined)) continue;
      if (run.every(({ word }) => COMMON_WORDS.has(word))) continue;
      const misspelling = nearest(run.map(({ word }) => word).join(' '));
      if (misspelling && !this.holds(run, misspelling)) return { length, misspelling };
    }
    return undefined;
  }
}

const NOTHING: Omit<Mention, 'position'> = { places: [], edits: 0, weak: true, role: 'name', text: '' };
