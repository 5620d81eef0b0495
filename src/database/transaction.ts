import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Injectable } from '@nestjs/common';
import { v4 as randomToken } from 'uuid';
import { unavailable } from '../kernel/errors';
import type { ChunkLimits } from './chunks';
import { retrying } from './retry';
import type { StoredItem } from './stored-item';
import { asError } from '../kernel/thrown';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One item that a service contributes to a transaction; `name` tells the committer whose condition failed. */
export interface Write {
  readonly name: string;
  readonly item: TransactItem;
}

export type Outcome =
  | { readonly committed: true }
  /** The names whose condition failed, each with the item that stood in the way where the store tells it. */
  | { readonly committed: false; readonly failed: ReadonlyMap<string, StoredItem | undefined> };

/** What DynamoDB allows in one transaction. */
export const MAX_TRANSACTION_ITEMS = 100;

/**
 * Returns the limits of a transaction that holds so many items besides. DynamoDB takes 4 MB; sizes are estimated by their JSON,
 * so some room is kept.
 */
export const transactionLimits = (besides = 0): ChunkLimits => ({
  items: MAX_TRANSACTION_ITEMS - besides,
  bytes: 3_500_000,
});

/** Cancellation codes that mean "again later" rather than "no". */
const TRANSIENT_CODES = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Commits the writes that several repositories contributed, all or none. */
@Injectable()
export class Transactions {
  constructor(private readonly client: DynamoDBDocumentClient) {}

  /**
   * Repeats the same transaction with the same token while another one is in its way, so that a lost reply is recognised by
   * the store for ten minutes; afterwards by the `write_id` of what it finds.
   *
   * @throws DinexError `unavailable` when the conflict outlasts the tries; AbortError when the request's deadline does not.
   */
  async commit(writes: readonly Write[]): Promise<Outcome> {
    if (writes.length > MAX_TRANSACTION_ITEMS)
      throw new RangeError(`A transaction holds ${MAX_TRANSACTION_ITEMS} items`);
    const command = new TransactWriteCommand({
      TransactItems: writes.map(({ item }) => withOldValues(item)),
      ClientRequestToken: randomToken(),
    });
    let obstacle: unknown;
    return retrying<Outcome>(
      async () => {
        try {
          await this.client.send(command);
          return { committed: true };
        } catch (error) {
          if (!isTransient(error)) return refusal(error, writes);
          obstacle = error;
          return undefined;
        }
      },
      () => unavailable('The store is busy with other changes of the same records.', obstacle),
    );
  }
}

function isTransient(error: unknown): boolean {
  if (error instanceof Error && error.name === 'TransactionInProgressException') return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None').filter((code) => code !== 'None');
  return codes.length > 0 && codes.every((code) => TRANSIENT_CODES.has(code));
}

/** What a refused transaction means: which conditions failed, or that it had been committed and its answer was lost. */
function refusal(error: unknown, writes: readonly Write[]): Outcome {
  if (!(error instanceof TransactionCanceledException)) throw asError(error);
  const failed = new Map<string, StoredItem | undefined>();
  (error.CancellationReasons ?? []).forEach((reason, index) => {
    const write = writes[index];
    if (reason.Code === 'ConditionalCheckFailed' && write !== undefined)
      failed.set(write.name, reason.Item === undefined ? undefined : unmarshall(reason.Item));
  });
  if (failed.size === 0) throw error;
  return writes.some((write) => isOwnWrite(write, failed.get(write.name)))
    ? { committed: true }
    : { committed: false, failed };
}

/** Whether what stands in the way is what was to be written: each write of an item has a `write_id` of its own. */
function isOwnWrite({ item }: Write, standing: StoredItem | undefined): boolean {
  const writeId: unknown = item.Put?.Item?.write_id;
  return writeId !== undefined && standing?.write_id === writeId;
}

function withOldValues(item: TransactItem): TransactItem {
  return Object.fromEntries(
    Object.entries(item).map(([kind, input]) => [kind, { ...input, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }]),
  );
}
