import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { invalid } from './errors';
import { mapOf, text } from './shape';

/** Far more than any place in a list takes: what a hostile text may unpack to. */
const MAX_UNPACKED_BYTES = 64 * 1024;

/** An opaque place in a list: which walk it belongs to, and the last key that each partition of it has returned. */
export interface Cursor {
  /** The filter of the walk; a cursor continues only the walk it came from. */
  readonly filter: string;
  /** The id last returned, by partition's name, or `null` where the partition is exhausted. */
  readonly after: Readonly<Record<string, string | null>>;
}

/** Returns a place in a list as a text for clients. It is packed, because API Gateway takes 10 KB of request line and headers, and a merge of 120 partitions keeps a place in each. */
export const encodeCursor = ({ filter, after }: Cursor): string =>
  deflateRawSync(JSON.stringify([filter, after])).toString('base64url');

/** @throws DinexError `invalid` for a text that is no cursor, or one of another list. */
export function decodeCursor(packed: string, filter: string): Cursor {
  const cursor = parse(packed);
  if (cursor === undefined) throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  if (cursor.filter !== filter)
    throw invalid('#/cursor', 'This cursor belongs to a list with another filter.', 'query');
  return cursor;
}

const unpacked = (packed: string): string =>
  inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: MAX_UNPACKED_BYTES }).toString('utf8');

const readPlaces = mapOf((id) => (id === null ? id : text(id)));

function parse(packed: string): Cursor | undefined {
  try {
    const value: unknown = JSON.parse(unpacked(packed));
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    return { filter: text(value[0]), after: readPlaces(value[1]) };
  } catch {
    return undefined;
  }
}
