import fc from 'fast-check';
import { taxOn } from './money';

/** Schoolbook: tax in ten-thousandths of a céntimo, rounded half up by hand. */
function halfUp(net: number, hundredthsOfPercent: number): bigint {
  const exact = BigInt(net) * BigInt(hundredthsOfPercent);
  const whole = exact / 10_000n;
  return exact % 10_000n >= 5_000n ? whole + 1n : whole;
}

describe('tax on a net amount', () => {
  it.each([
    [103, 18, 19],
    [309, 18, 56],
    [25, 18, 5],
    [24, 18, 4],
    [0, 18, 0],
    [1, 50, 1],
    [100, 0, 0],
    [15_900, 18, 2_862],
  ])('of %i céntimos at %f %% is %i', (net, percent, tax) => {
    expect(taxOn(net, percent)).toBe(tax);
  });

  it('is rounded half up, exactly, for whatever an order may hold and any rate of two decimals', () => {
    fc.assert(
      fc.property(fc.nat(9_999 * 100_000_000), fc.nat(10_000), (net, hundredths) => {
        expect(BigInt(taxOn(net, hundredths / 100))).toBe(halfUp(net, hundredths));
      }),
      { numRuns: 2_000 },
    );
  });
});
