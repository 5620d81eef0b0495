/** All of them make job u the successor of node v; y is the successor v had. */
export type MoveKind =
  /** None found that gains. */
  | 0
  /** The n stops from u on go behind v (Or 1976). */
  | 1
  /** The two stops from u on go behind v in reverse. */
  | 2
  /** The n stops from u on and the m from y on change places. */
  | 3
  /** All from u on and all from y on change places: 2-opt* (Potvin and Rousseau 1995). */
  | 4
  /** y to u are reversed: 2-opt (Croes 1958). */
  | 5;

export const NONE = 0;
export const RELOCATE = 1;
export const RELOCATE_REVERSED = 2;
export const SWAP = 3;
export const SWAP_TAILS = 4;
export const REVERSE = 5;

/** Longest segments that are moved, and swapped, as one. */
export const LONGEST_MOVED = 3;
export const LONGEST_SWAPPED = 2;

/** The best move seen so far. */
export class Move {
  kind: MoveKind = NONE;
  gain = 0;
  n = 0;
  m = 0;

  /** `leastGain`: smaller ones are rounding. */
  constructor(private readonly leastGain: number) {}

  clear(): void {
    this.kind = NONE;
    this.gain = this.leastGain;
  }

  offer(kind: MoveKind, gain: number, n: number, m: number): void {
    if (gain <= this.gain) return;
    this.kind = kind;
    this.gain = gain;
    this.n = n;
    this.m = m;
  }
}
