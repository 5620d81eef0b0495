/** The only source of the current time, so that tests can move it. */
export class Clock {
  /** Returns the time in milliseconds since the epoch. */
  now(): number {
    return Date.now();
  }
}
