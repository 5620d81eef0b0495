/** What an on-demand table, or one of its indexes, takes as a whole (developer guide, "On-demand capacity mode"). */
export const NEW_TABLE_WRITE_UNITS = 4_000;
const PEAK_WINDOW_SECONDS = 1_800;

/** At once twice the previous peak, or the throughput that it was warmed for; the peak of half an hour is the next previous one. */
export class OnDemand {
  private previousPeak: number;
  private windowPeak = 0;
  private seconds = 0;

  /** @param warm Write units a second that the table is warm for; a new table is for 4,000. */
  constructor(private readonly warm = NEW_TABLE_WRITE_UNITS) {
    this.previousPeak = warm / 2;
  }

  get capacity(): number {
    return Math.max(this.warm, 2 * this.previousPeak);
  }

  /** Returns how many of the write units asked for in this second are granted. */
  grant(asked: number): number {
    const granted = Math.min(asked, this.capacity);
    this.windowPeak = Math.max(this.windowPeak, granted);
    if (++this.seconds % PEAK_WINDOW_SECONDS === 0) {
      this.previousPeak = Math.max(this.previousPeak, this.windowPeak);
      this.windowPeak = 0;
    }
    return granted;
  }
}
