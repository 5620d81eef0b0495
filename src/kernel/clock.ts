/** The only source of the current time, so that tests can move it. */
export class Clock {
  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now();
  }
}
