/** Returns a text in lower case without accents (ñ becomes n), full-width letters as plain ones; punctuation is kept. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** Returns the words of a text in lower case without accents or punctuation. */
export function words(text: string): string[] {
  return plain(text).match(/[a-z0-9]+/g) ?? [];
}

/** Returns one spelling of a text, for comparison: `San Martín de Porres` and `SAN MARTIN DE PORRES.` are the same. */
export function fold(text: string): string {
  return words(text).join(' ');
}

/**
 * Returns how many edits (insert, delete, replace, swap of neighbours) lead from one text to the other, or `max + 1` when there are more.
 * Optimal string alignment: Boytsov, Indexing methods for approximate dictionary searching, 2011.
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      }
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > max) return max + 1;
    before = above;
    above = row;
  }
  return Math.min(above[b.length] ?? max + 1, max + 1);
}
