import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../kernel/clock';
import { inParallel } from '../kernel/in-parallel';
import { present } from '../kernel/present';
import { isExpired } from './lifetimes';
import type { StoredForm, StoredItem } from './stored-item';
import { TableId, TABLES } from './tables';

/** What one page of a backfill came to. */
export interface Filled {
  /** Items that were read. */
  readonly read: number;
  /** Items that lacked something and have it now. */
  readonly filled: number;
  /** What the next page begins behind; `undefined` at the end of the table. */
  readonly next: StoredItem | undefined;
}

/** Items that are written at once: enough to be done in minutes, too few to be felt by requests. */
const WRITES_AT_ONCE = 8;

/**
 * Gives items that an older version of the program wrote the attributes which today's stored form adds, so that new indexes hold them.
 * It adds and never replaces, and leaves alone what changes at the same moment, as whoever changes an item writes it whole: it can be
 * repeated and resumed at will, beside all other traffic.
 */
export class Backfill<Item> {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly clock: Clock,
    private readonly id: TableId,
    private readonly name: string,
    private readonly form: StoredForm<Item>,
  ) {}

  /** Fills the next `limit` items behind a key. */
  async page(limit: number, after?: StoredItem): Promise<Filled> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new ScanCommand({
        TableName: this.name,
        Limit: limit,
        ConsistentRead: true,
        ...present({ ExclusiveStartKey: after }),
      }),
    );
    const lacking = Items.filter((item) => !isExpired(item, this.clock.now()))
      .map((item) => ({ item, added: this.added(item) }))
      .filter(({ added }) => added.length > 0);
    const filled = await inParallel(lacking, WRITES_AT_ONCE, ({ item, added }) => this.fill(item, added));
    return { read: Items.length, filled: filled.filter(Boolean).length, next: LastEvaluatedKey };
  }

  /** Returns the attributes that the item would have if it were written today, and has not. */
  private added(item: StoredItem): [string, unknown][] {
    const { read, write } = this.form;
    if (write === undefined) return [];
    return Object.entries(write(read(item))).filter(([name, value]) => value !== undefined && item[name] === undefined);
  }

  private async fill(item: StoredItem, added: readonly [string, unknown][]): Promise<boolean> {
    const key: readonly string[] = Object.values(TABLES[this.id].key);
    const absent = added.map((_, i) => `attribute_not_exists(#a${i})`);
    // An item without versions is never changed.
    const unchanged = item.version === undefined ? `attribute_exists(#k)` : '#version = :version';
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.name,
          Key: Object.fromEntries(key.map((name) => [name, item[name]])),
          UpdateExpression: `SET ${added.map((_, i) => `#a${i} = :a${i}`).join(', ')}`,
          ConditionExpression: [unchanged, ...absent].join(' AND '),
          ExpressionAttributeNames: {
            ...(item.version === undefined ? { '#k': TABLES[this.id].key.partition } : { '#version': 'version' }),
            ...Object.fromEntries(added.map(([name], i) => [`#a${i}`, name])),
          },
          ExpressionAttributeValues: {
            ...present({ ':version': item.version }),
            ...Object.fromEntries(added.map(([, value], i) => [`:a${i}`, value])),
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
