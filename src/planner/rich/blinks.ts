import type { Rng } from '../rng';

/** Share of places passed over, so that the greedy choice varies (Christiaens and Vanden Berghe 2020). */
const BLINK_RATE = 0.02;

/** Draws which places are passed over: geometric, one draw a blink instead of one a place. */
export class Blinks {
  private until: number;

  constructor(private readonly rng: Rng) {
    this.until = this.draw();
  }

  blinks(): boolean {
    if (--this.until > 0) return false;
    this.until = this.draw();
    return true;
  }

  private draw(): number {
    return 1 + Math.floor(Math.log(1 - this.rng.float()) / Math.log(1 - BLINK_RATE));
  }
}
