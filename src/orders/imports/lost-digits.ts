/** What a spreadsheet that takes a code for a number has made of it, where that can be told. */
export type Mended = { readonly text: string } | { readonly fault: string };

/** Columns whose digits are no number, so that none of them may go. */
const CODES = new Set(['reference', 'sku', 'document_number', 'dni', 'ruc', 'recipient_phone', 'ubigeo']);
/** `4.567891E+06`, as spreadsheets write what is too wide for its column. */
const SHORTENED = /^(\+?)(\d)(?:[.,](\d{1,15}))?E\+(\d{2})$/i;

/**
 * Returns a code as it was before a spreadsheet took it for a number: the zeros before a DNI or a district's code, and the digits of a number
 * that it shows with a power of ten, where all of them are there. Where some are lost it says so.
 */
export function mended(column: string, text: string, isDni: boolean): Mended {
  if (!CODES.has(column)) return { text };
  const [, plus = '', first, rest = '', exponent] = SHORTENED.exec(text) ?? [];
  if (first === undefined) return { text: withZeros(column, text, isDni) };
  if (rest.length === Number(exponent)) return { text: withZeros(column, plus + first + rest, isDni) };
  return {
    fault: `was shortened by a spreadsheet to ${text}: make the column one of text and enter all digits again`,
  };
}

function withZeros(column: string, text: string, isDni: boolean): string {
  // Nobody's DNI has more than two zeros before it but children's of long ago; fewer digits are a slip of the hand.
  if (isDni && (column === 'document_number' || column === 'dni'))
    return /^\d{6,7}$/.test(text) ? text.padStart(8, '0') : text;
  if (column === 'ubigeo') return /^\d{5}$/.test(text) ? `0${text}` : text;
  return text;
}

/** Returns a document's type as the API names it: people write it in any case, and the passport in Spanish. */
export const documentType = (text: string): string => {
  const upper = text.toUpperCase();
  return upper === 'PASAPORTE' ? 'PASSPORT' : upper;
};

/** What a formula that went wrong leaves in its cell, in the words of an English or a Spanish spreadsheet, and what stands in a column too narrow. */
const FORMULA_ERROR =
  /^#(n\/[ad]|¡?(ref|value|valor|div\/0|num|null|nulo|spill|desbordamiento|calc)!|¿?(name|nombre)\?|#{4,})$/i;

/** Returns what is wrong with a cell that holds a spreadsheet's error instead of a value, or `undefined`. */
export const formulaError = (text: string): string | undefined =>
  FORMULA_ERROR.test(text) ? `holds the spreadsheet's error ${text}: mend its formula, or enter the value` : undefined;
