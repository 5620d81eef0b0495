const RUC_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/** Whether a text is SUNAT's taxpayer number: 11 digits, the last a modulus-11 check. */
export function isRuc(text: string): boolean {
  if (!/^(10|15|16|17|20)\d{9}$/.test(text)) return false;
  const sum = RUC_WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return (11 - (sum % 11)) % 10 === Number(text[10]);
}
