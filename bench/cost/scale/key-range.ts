/**
 * What DynamoDB gives the items of one partition key, by its developer guide ("Best practices for designing and using partition keys",
 * "Burst and adaptive capacity"): 1,000 write and 3,000 read units a second, and what was not used of the last five minutes besides.
 */
export const PARTITION_WRITE_UNITS = 1_000;
export const PARTITION_READ_UNITS = 3_000;
const BURST_SECONDS = 300;

/** Many keys are split for heat, after some minutes of it; one key whose sort key only grows stays on one partition. */
const SPLIT_AFTER_SECONDS = 300;

export interface KeyRangeOptions {
  /** Whether the writes fall on many keys, so that a hot partition can be split. */
  readonly splittable: boolean;
  /** Partitions at the start. Default 1. */
  readonly partitions?: number;
}

/** The partitions that the writes of one key, or of evenly spread keys, fall on. Its clock is the calls: one a second. */
export class KeyRange {
  private partitions: number;
  private saved: number;
  private hotSeconds = 0;

  constructor(private readonly options: KeyRangeOptions) {
    this.partitions = options.partitions ?? 1;
    this.saved = this.capacity * BURST_SECONDS;
  }

  /** Write units a second without what was saved. */
  get capacity(): number {
    return this.partitions * PARTITION_WRITE_UNITS;
  }

  get count(): number {
    return this.partitions;
  }

  /** Returns how many of the write units asked for in this second are granted. */
  grant(asked: number): number {
    const { capacity } = this;
    const granted = Math.min(asked, capacity + this.saved);
    this.saved = Math.min(this.saved + capacity - granted, capacity * BURST_SECONDS);
    this.hotSeconds = asked > capacity ? this.hotSeconds + 1 : 0;
    if (this.options.splittable && this.hotSeconds >= SPLIT_AFTER_SECONDS) {
      this.partitions *= 2;
      this.hotSeconds = 0;
    }
    return granted;
  }
}
