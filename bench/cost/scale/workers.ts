/** What Lambda's poller of a standard queue does (developer guide, "Configuring scaling behavior for SQS event source mappings"). */
const FIRST_POLLERS = 5;
const POLLERS_A_MINUTE = 300;
const MOST_POLLERS = 1_250;

/** Messages that wait for their consumer. */
export class QueueWorkers {
  backlog = 0;
  private pollers = FIRST_POLLERS;

  constructor(
    private readonly batchSize: number,
    private readonly secondsPerBatch: number,
    private readonly maxConcurrency: number,
  ) {}

  /** Messages a second that the consumer takes at most. */
  get capacity(): number {
    return (this.pollers * this.batchSize) / this.secondsPerBatch;
  }

  /** Takes in `messages`, and lets the consumer work for a second. */
  tick(messages: number): void {
    this.backlog = Math.max(0, this.backlog + messages - this.capacity);
    if (this.backlog > 0)
      this.pollers = Math.min(this.pollers + POLLERS_A_MINUTE / 60, this.maxConcurrency, MOST_POLLERS);
  }
}

/** Changes of a table that wait for the relay: one reader a shard and parallel lane, each a batch at a time. */
export class StreamReaders {
  backlog = 0;

  constructor(
    private readonly batchSize: number,
    private readonly secondsPerBatch: number,
    private readonly parallelization: number,
  ) {}

  capacity(shards: number): number {
    return (shards * this.parallelization * this.batchSize) / this.secondsPerBatch;
  }

  /** Takes in `changes` from `shards` shards, and lets the relay work for a second; returns the age of the oldest change in seconds. */
  tick(changes: number, shards: number): number {
    this.backlog = Math.max(0, this.backlog + changes - this.capacity(shards));
    return this.backlog / Math.max(1, this.capacity(shards));
  }
}
