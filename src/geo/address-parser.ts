import { segmentsOf } from './address-words';
import { Mention, SegmentReader } from './segment-reader';
import { plain } from './text';

export interface ParsedAddress {
  readonly mentions: readonly Mention[];
  /** Something besides place names was written: a street, a number, a block. */
  readonly detailed: boolean;
}

/** Characters; the places come last, and the work grows with the length. */
const LONGEST = 400;

/** `Ref.: frente al hospital Santa Rosa` names other places on purpose: read only where nothing else names any. */
const REFERENCE = /\b(ref|refer|referencia)\b\s*[.:]?.*$/;
const LANDMARK =
  /\b((ref|refer|referencia)\b\s*[.:]?|(frente|altura|espaldas?|costado|cerca|lado)\s+(a|al|de|del)\b)[^,;)]*/g;

function read(text: string): ParsedAddress {
  const readers = segmentsOf(text.replace(LANDMARK, ' ')).map((segment) => new SegmentReader(segment).read());
  const mentions = readers
    .flatMap((reader) => reader.mentions)
    .filter((mention) => mention.places.length > 0 || mention.role !== 'name')
    .map((mention, position) => ({ ...mention, position }));
  return { mentions, detailed: readers.some((reader) => reader.detailed) || readers.length > 4 };
}

/** Reads the place names of an address as people write it, leaving out those that belong to streets and quarters. */
export function parseAddress(text: string): ParsedAddress {
  const whole = plain(text.slice(-LONGEST));
  const parsed = read(whole.replace(REFERENCE, ' '));
  return parsed.mentions.some(({ role }) => role === 'name') ? parsed : read(whole);
}
