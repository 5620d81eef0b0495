import { inChunks } from '../database/chunks';
import { asError } from '../kernel/thrown';

/** What SNS and SQS take in one batch request. SQS would take 1 MiB by now, SNS does not. */
export const BATCH_LIMITS = { items: 10, bytes: 256 * 1024 };

/** A message that will be refused however often it is sent. */
export class UnpublishableError extends Error {
  override readonly name = 'UnpublishableError';
}

/** A message that was refused this time. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}

/** Sends up to ten messages in one request. Returns at each message's place why it was refused, or `undefined`. */
export type SendBatch = (bodies: readonly string[]) => Promise<readonly (Error | undefined)[]>;

interface Waiting {
  readonly body: string;
  readonly settle: (failure: Error | undefined) => void;
}

/**
 * Turns the messages that many callers send in one turn of the event loop into few batch requests, and tells each caller what
 * became of its own.
 */
export class Batcher {
  private waiting: Waiting[] = [];

  constructor(private readonly send: SendBatch) {}

  add(body: string): Promise<void> {
    if (Buffer.byteLength(body) > BATCH_LIMITS.bytes)
      return Promise.reject(new UnpublishableError(`The message is longer than ${BATCH_LIMITS.bytes} bytes`));
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => void this.flush());
      const settle = (failure: Error | undefined): void => {
        if (failure === undefined) resolve();
        else reject(failure);
      };
      this.waiting.push({ body, settle });
    });
  }

  private async flush(): Promise<void> {
    const taken = this.waiting;
    this.waiting = [];
    const batches = inChunks(taken, BATCH_LIMITS, ({ body }) => Buffer.byteLength(body));
    await Promise.all(batches.map((batch) => this.sendBatch(batch)));
  }

  private async sendBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const failures = await this.send(batch.map(({ body }) => body));
      batch.forEach(({ settle }, index) => {
        settle(failures[index]);
      });
    } catch (error) {
      for (const { settle } of batch) settle(asError(error));
    }
  }
}
