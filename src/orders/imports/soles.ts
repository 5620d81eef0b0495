/** `S/ 1,234.50`, `S/. 1.234,50`, `159`: a sign, groups of three, and up to two decimals behind either mark. */
const PLAIN = /^(\d{1,9})(?:[.,](\d{1,2}))?$/;
const GROUPED = /^(\d{1,3})(?:([., ])\d{3})(?:\2\d{3})*(?:(?!\2)[.,](\d{1,2}))$/;
const SPACED = /^\d{1,3}(?: \d{3})+$/;

/**
 * Returns the céntimos that a price in soles is, whether its decimals stand behind a point or a comma; text that is none comes back as it
 * is. So does `1.234`: it may be a thousand soles, or one with a fraction that no price has.
 */
export function readSoles(text: string): number | string {
  const amount = text
    .replace(/^(?:S\/\.?|PEN)\s*/i, '')
    .replaceAll('\u00a0', ' ')
    .trim();
  const [whole, decimals] = partsOf(amount);
  return whole === undefined ? text : Number(whole) * 100 + Number((decimals ?? '').padEnd(2, '0'));
}

function partsOf(amount: string): readonly (string | undefined)[] {
  const plain = PLAIN.exec(amount);
  if (plain !== null) return plain.slice(1);
  const grouped = GROUPED.exec(amount);
  if (grouped !== null) return [amount.slice(0, -1 - (grouped[3]?.length ?? 0)).replace(/\D/g, ''), grouped[3]];
  return SPACED.test(amount) ? [amount.replaceAll(' ', '')] : [];
}
