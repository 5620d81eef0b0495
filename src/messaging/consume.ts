import { withHardDeadline } from '../observability/scope';

/** The parts of a function's time after which its work is given up, and after which nothing more is begun. */
const WORK_ENDS = 0.9;
const ALL_ENDS = 0.99;

export type AfterFailure = 'again' | 'done';

export interface Consumption {
  /** The function's time-out in seconds. */
  readonly timeoutSeconds: number;
  /** The id of the request that caused the message or record, as it bears it. */
  readonly correlationId: unknown;
  /** The message's own id, for one that bears no other. */
  readonly ownId: string;
  readonly work: () => Promise<void>;
  /** Does what is left to do about work that failed, and says whether the message or record is to come again. */
  readonly failed: (error: unknown) => Promise<AfterFailure>;
}

/**
 * Handles one message of a queue or one record of a stream. Every consumer opens its scope here: what it logs and stores bears the id
 * of the request that caused it all, and its work is given up while there is time to do something about the failure.
 *
 * @throws what the work threw, when it is to come again.
 */
export async function consume({ timeoutSeconds, correlationId, ownId, work, failed }: Consumption): Promise<void> {
  const id = typeof correlationId === 'string' && correlationId !== '' ? correlationId : ownId;
  const startedAt = performance.now();
  const until = <T>(part: number, step: () => Promise<T>): Promise<T> =>
    withHardDeadline(timeoutSeconds * 1_000 * part - (performance.now() - startedAt), id, step);
  try {
    await until(WORK_ENDS, work);
  } catch (error) {
    if ((await until(ALL_ENDS, () => failed(error))) === 'again') throw error;
  }
}
