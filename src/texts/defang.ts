/*
 * Whoever orders chooses the name and the address in a letter under our letterhead. A link there would be ours to its reader, so none is:
 * a space goes where a mail program would have to see none.
 */

/** Characters that nobody sees, with which a link can be hidden from whoever looks for one; those within an emoji stay. */
const UNSEEN =
  /(?!\uFE0F|(?<=\p{Extended_Pictographic}\uFE0F?)\u200D(?=\p{Extended_Pictographic}))\p{Default_Ignorable_Code_Point}/gu;

/** What addresses take for ASCII: full-width letters and signs, the dots of East Asian texts, slashes that only look like one. */
const LOOKALIKES = /[\uFF01-\uFF5E\u3002\uFF61\u2024\uFE52\u2044\u2215\u29F8]/g;
const PLAIN: Readonly<Record<string, string>> = {
  '\u3002': '.',
  '\uFF61': '.',
  '\u2024': '.',
  '\uFE52': '.',
  '\u2044': '/',
  '\u2215': '/',
  '\u29F8': '/',
};
const plain = (character: string): string =>
  PLAIN[character] ?? String.fromCharCode(character.charCodeAt(0) - 0xff01 + 0x21);

/** `https:` before anything: a word of two letters or more and a colon that touches what follows. */
const SCHEME = /(?<=\p{L}[\p{L}\p{N}+.-]*[\p{L}\p{N}]):(?=[^\s:])/gu;
/** `//host`, which needs no scheme in some programs. */
const SLASHES = /(?<=\/)(?=\/)/g;
/** The dot in `tienda.pe`, and in `www.`: behind it stands a name of two letters or more. `1.5`, `S.A.C.` and `12.30` have none. */
const DOT = /(?<=[\p{L}\p{N}\p{M}\p{S}_-])\.(?=[\p{L}\p{M}\p{S}_-][\p{L}\p{N}\p{M}\p{S}_-]|[\p{N}]+[\p{L}\p{M}-])/gu;
/** `192.0.2.1`, and what else is written as four numbers. */
const NUMBERS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g;

/**
 * Returns a text in which no mail or telephone program finds an address: `https: //tienda. pe`. It stays readable, and a text without
 * addresses stays as it is.
 */
export const defanged = (text: string): string =>
  text
    .replace(UNSEEN, '')
    .replace(LOOKALIKES, plain)
    .replace(NUMBERS, (address) => address.replaceAll('.', '. '))
    .replace(SCHEME, ': ')
    .replace(SLASHES, ' ')
    .replace(DOT, '. ');
