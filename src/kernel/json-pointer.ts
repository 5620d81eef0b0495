/**
 * Returns one step of a JSON Pointer in a URI fragment, its slash included: `a/b` becomes `/a~1b` (RFC 6901, sections 3 and 6). Lone
 * surrogates, which no URI can hold, become U+FFFD.
 */
export const pointerStep = (name: string): string =>
  `/${encodeURIComponent(name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))}`;
