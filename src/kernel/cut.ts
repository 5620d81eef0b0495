/**
 * Returns the first characters of a text, counted in UTF-16 units, and never half of a character that takes two: a store or queue refuses
 * a text with a half.
 */
export function cutTo(text: string, longest: number): string {
  const cut = text.slice(0, longest);
  return cut.length < text.length && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
