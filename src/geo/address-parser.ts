import { segmentsOf } from './address-words';
import { clausesOf } from './asides';
import { bare, expand, placeIndex } from './place-index';
import { Mention, SegmentReader } from './segment-reader';
import { plain, words } from './text';

export interface ParsedAddress {
  readonly mentions: readonly Mention[];
  /** Something besides place names was written: a street, a number, a block. */
  readonly detailed: boolean;
  /** The address ends in the name of another state. */
  readonly abroad: boolean;
}

/** Characters that an order's address may have: of a longer text the end, where places stand. The work grows with the length. */
const LONGEST = 500;

/** Reads the place names of an address as people write it, leaving out those that belong to streets, landmarks and notes. */
export function parseAddress(text: string): ParsedAddress {
  const { place, aside, abroad } = clausesOf(plain(text.slice(-LONGEST)), isPlaceName);
  const own = read(place);
  if (own.mentions.some(({ role }) => role === 'name')) return { ...own, abroad };
  const named = read(aside.filter(isPlaceName));
  return { mentions: named.mentions, detailed: own.detailed || place.length > 0, abroad };
}

function read(clauses: readonly string[]): Omit<ParsedAddress, 'abroad'> {
  const readers = clauses.flatMap(segmentsOf).map((segment) => new SegmentReader(segment).read());
  const mentions = readers
    .flatMap((reader) => reader.mentions)
    .filter((mention) => mention.places.length > 0 || mention.role !== 'name')
    .map((mention, position) => ({ ...mention, position }));
  return { mentions, detailed: readers.some((reader) => reader.detailed) || readers.length > 4 };
}

/** Whether a clause is the name of a place, rightly spelt, and nothing else. */
function isPlaceName(clause: string): boolean {
  const { byName } = placeIndex();
  return byName.has(bare(words(clause).map(expand)).join(' '));
}
