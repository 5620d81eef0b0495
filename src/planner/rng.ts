/**
 * A seeded source of random numbers: xoshiro128** 1.1 (Blackman and Vigna 2021, "Scrambled linear pseudorandom number
 * generators"), its state filled from the seed by splitmix32. `Math.random` cannot be seeded, and one seed must give one plan.
 */
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(seed: number) {
    let state = seed | 0;
    const splitmix = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return z ^ (z >>> 15);
    };
    this.a = splitmix();
    this.b = splitmix();
    this.c = splitmix();
    // All zero is the one state the generator never leaves.
    this.d = splitmix() | 1;
  }

  /** Returns a whole number from 0 to 2^32 - 1. */
  uint32(): number {
    let result = Math.imul(this.b, 5);
    result = Math.imul((result << 7) | (result >>> 25), 9);
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result >>> 0;
  }

  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  float(): number {
    return this.uint32() / 4294967296;
  }

  /** Returns a whole number from 0 to `n - 1`; its bias, below n / 2^32, is of no matter to a heuristic. */
  below(n: number): number {
    return Math.floor((this.uint32() / 4294967296) * n);
  }

  /** Shuffles in place (Fisher and Yates) the first `count` items. */
  shuffle(items: Int32Array | number[], count = items.length): void {
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i]!;
      items[i] = items[j]!;
      items[j] = held;
    }
  }
}
