/** Integer céntimos of a sol. */
export type Centimos = number;

/** Returns the tax on a net amount, rounded half up to the céntimo; `percent` may have up to two decimals. */
export function taxOn(net: Centimos, percent: number): Centimos {
  const hundredths = BigInt(Math.round(percent * 100));
  return Number((BigInt(net) * hundredths + 5_000n) / 10_000n);
}
