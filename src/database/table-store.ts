import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  paginateScan,
  PutCommand,
  QueryCommand,
  QueryCommandOutput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Clock } from '../kernel/clock';
import { unavailable } from '../kernel/errors';
import { present } from '../kernel/present';
import { inChunks } from './chunks';
import { Expression, placeholders } from './expressions';
import { epochSeconds, isExpired } from './lifetimes';
import { retrying } from './retry';
import type { StoredForm, StoredItem } from './stored-item';
import { IndexOf, KeyOf, KeySchema, TableId, TABLES, TTL_ATTRIBUTE } from './tables';
import type { Outcome, TransactItem, Write } from './transaction';
import { messageOf } from '../kernel/thrown';

/** Items of one partition, of the table or of one of its indexes. */
export interface Query<Id extends TableId> {
  readonly index?: IndexOf<Id>;
  /** The condition on the partition's key, and on the sort key where there is one. */
  readonly where: Expression;
  /** What the store leaves out after it has read, and charged, it. */
  readonly filter?: Expression;
  /** Default: from the lowest sort key on. */
  readonly newestFirst?: boolean;
  /** The attributes that are read. Default: all. */
  readonly attributes?: readonly string[];
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Whether there is more behind the last item. */
  readonly more: boolean;
}

/** What a page begins behind: the full key of an item, and in an index the index's keys with it. */
export type StartKey = Readonly<Record<string, string>>;

/** DynamoDB's limit for one BatchGetItem. */
const MAX_BATCH_KEYS = 100;

/**
 * One kind of items in one table: read, listed, and turned into writes. Reads of the table are strongly consistent, those of an
 * index cannot be. An item past its time to live is never returned, since DynamoDB deletes late.
 */
export class TableStore<Item, Id extends TableId> {
  private readonly read: (stored: StoredItem) => Item;
  private readonly stored: (item: Item) => StoredItem;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly clock: Clock,
    private readonly id: Id,
    private readonly name: string,
    form: StoredForm<Item>,
  ) {
    this.read = form.read;
    // An item is an object of JSON, which TypeScript cannot say of a type without an index signature.
    this.stored = form.write ?? ((item) => item as StoredItem);
  }

  async get(key: KeyOf<Id>): Promise<Item | undefined> {
    const { Item } = await this.client.send(new GetCommand({ TableName: this.name, Key: key, ConsistentRead: true }));
    return this.alive(Item === undefined ? [] : [Item])[0];
  }

  /**
   * Returns the items that exist, each once, in no order.
   *
   * @throws DinexError `unavailable` when the store leaves some of them unread, try after try.
   */
  async getMany(keys: readonly KeyOf<Id>[]): Promise<Item[]> {
    const distinct = [...new Map(keys.map((key) => [JSON.stringify(Object.entries(key).sort()), key])).values()];
    const batches = inChunks(distinct, { items: MAX_BATCH_KEYS });
    return (await Promise.all(batches.map((batch) => this.getBatch(batch)))).flat();
  }

  /**
   * Returns up to `limit` items behind a key. What has expired and what the filter leaves out makes no page shorter: it reads
   * on until it has enough or reaches the end.
   */
  async page(query: Query<Id>, limit: number, after?: StartKey): Promise<Page<Item>> {
    const items: Item[] = [];
    let read = 0;
    let start: StoredItem | undefined = after;
    do {
      // Where items are left out there may be many in a row: asking for the few that are missing would take many requests.
      const thinned = query.filter !== undefined || read > items.length;
      const answer = await this.query(query, start, thinned ? limit : limit - items.length);
      items.push(...this.alive(answer.Items));
      read += answer.Items?.length ?? 0;
      start = answer.LastEvaluatedKey;
    } while (items.length < limit && start !== undefined);
    return { items: items.slice(0, limit), more: start !== undefined || items.length > limit };
  }

  /** Returns the entries of an index that holds keys alone, from which the items are read with `getMany`. */
  async keys(query: Query<Id>, limit: number, after?: StartKey): Promise<Page<StartKey>> {
    const keys: StartKey[] = [];
    let start: StoredItem | undefined = after;
    do {
      const { Items = [], LastEvaluatedKey } = await this.query(query, start, limit - keys.length);
      // An index of keys holds texts alone, as every key of `tables.ts` is one.
      keys.push(...(Items as StartKey[]));
      start = LastEvaluatedKey;
    } while (keys.length < limit && start !== undefined);
    return { items: keys, more: start !== undefined };
  }

  /** Returns every item of a partition. */
  async all(query: Query<Id>): Promise<Item[]> {
    const items: Item[] = [];
    let start: StoredItem | undefined;
    do {
      const answer = await this.query(query, start);
      items.push(...this.alive(answer.Items));
      start = answer.LastEvaluatedKey;
    } while (start !== undefined);
    return items;
  }

  /** Yields every item of the table, page by page: for audits and drills, never for a request. */
  async *scan(): AsyncGenerator<Item> {
    for await (const { Items } of paginateScan({ client: this.client }, { TableName: this.name, ConsistentRead: true }))
      yield* this.alive(Items);
  }

  /** Stores an item under its key, where the condition holds. */
  put(name: string, item: Item, condition?: Expression): Write {
    return { name, item: { Put: { TableName: this.name, Item: this.stored(item), ...conditional(condition) } } };
  }

  /** Stores a new item; refused where its key is taken. */
  insert(name: string, item: Item): Write {
    return this.put(name, item, this.absent());
  }

  /** Replaces an item; refused where it is no longer at that version. */
  replace(name: string, item: Item, expectedVersion: number): Write {
    return this.put(name, item, atVersion(expectedVersion));
  }

  /** Lets a transaction pass only while the item is at that version. */
  unchanged(name: string, key: KeyOf<Id>, version: number): Write {
    const condition = atVersion(version);
    return {
      name,
      item: {
        ConditionCheck: {
          TableName: this.name,
          Key: key,
          ConditionExpression: condition.expression,
          ...placeholders(condition),
        },
      },
    };
  }

  /** Changes some attributes of an item, where the condition holds. */
  update(name: string, key: KeyOf<Id>, change: Expression, condition?: Expression): Write {
    return {
      name,
      item: {
        Update: {
          TableName: this.name,
          Key: key,
          UpdateExpression: change.expression,
          ...conditional(condition, change),
        },
      },
    };
  }

  delete(name: string, key: KeyOf<Id>, condition?: Expression): Write {
    return { name, item: { Delete: { TableName: this.name, Key: key, ...conditional(condition) } } };
  }

  /** Returns the condition that no item has the key. */
  absent(): Expression {
    return { expression: `attribute_not_exists(${TABLES[this.id].key.partition})` };
  }

  /** Returns the condition that no item has the key, or one that is past its time and not deleted yet. */
  absentOrExpired(): Expression {
    return {
      expression: `${this.absent().expression} OR #ttl <= :now`,
      names: { '#ttl': TTL_ATTRIBUTE },
      values: { ':now': epochSeconds(this.clock.now()) },
    };
  }

  /**
   * Does one write by itself, at half the price of a transaction. A repetition after a lost reply meets what it wrote itself and
   * is refused: an item that says who wrote it lets the caller see that in what stands in the way.
   *
   * @throws DinexError `unavailable` when a transaction holds the item, try after try.
   */
  apply(write: Write): Promise<Outcome> {
    let obstacle: unknown;
    return retrying<Outcome>(
      async () => {
        try {
          await this.send(write.item);
          return { committed: true };
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException)
            return { committed: false, failed: new Map([[write.name, error.Item && unmarshall(error.Item)]]) };
          if (!(error instanceof TransactionConflictException)) throw error;
          obstacle = error;
          return undefined;
        }
      },
      () => unavailable('The store is busy with other changes of the same record.', obstacle),
    );
  }

  private async send({ Put, Update, Delete }: TransactItem): Promise<void> {
    const returned = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
    if (Put !== undefined) await this.client.send(new PutCommand({ ...Put, ...returned }));
    else if (Update !== undefined) await this.client.send(new UpdateCommand({ ...Update, ...returned }));
    else if (Delete !== undefined) await this.client.send(new DeleteCommand({ ...Delete, ...returned }));
    else throw new TypeError('A condition alone is no write');
  }

  private async getBatch(keys: readonly KeyOf<Id>[]): Promise<Item[]> {
    const items: Item[] = [];
    let unread: StoredItem[] = [...keys];
    return retrying(
      async () => {
        const answer = await this.client.send(
          new BatchGetCommand({ RequestItems: { [this.name]: { Keys: unread, ConsistentRead: true } } }),
        );
        items.push(...this.alive(answer.Responses?.[this.name]));
        unread = answer.UnprocessedKeys?.[this.name]?.Keys ?? [];
        return unread.length === 0 ? items : undefined;
      },
      () => unavailable(`The store could not read all ${this.id} in time.`),
    );
  }

  private query(query: Query<Id>, start: StoredItem | undefined, limit?: number): Promise<QueryCommandOutput> {
    const { index, where, filter, newestFirst = false, attributes } = query;
    const projection = attributes === undefined ? undefined : projectionOn([...attributes, TTL_ATTRIBUTE]);
    return this.client.send(
      new QueryCommand({
        TableName: this.name,
        KeyConditionExpression: where.expression,
        ...placeholders(where, filter, projection),
        ScanIndexForward: !newestFirst,
        ConsistentRead: index === undefined,
        ...present({
          IndexName: index,
          FilterExpression: filter?.expression,
          ProjectionExpression: projection?.expression,
          ExclusiveStartKey: start,
          Limit: limit,
        }),
      }),
    );
  }

  private alive(stored: readonly StoredItem[] = []): Item[] {
    const now = this.clock.now();
    return stored.filter((item) => !isExpired(item, now)).map((item) => this.parsed(item));
  }

  /** @throws Error that names the item by its key, and the field which keeps it from being one. */
  private parsed(stored: StoredItem): Item {
    try {
      return this.read(stored);
    } catch (cause) {
      const { partition, sort }: KeySchema = TABLES[this.id].key;
      const key = [stored[partition], sort === undefined ? undefined : stored[sort]];
      const why = messageOf(cause);
      throw new Error(`${this.id} holds an item that cannot be read: ${key.filter(Boolean).join(', ')}: ${why}`, {
        cause,
      });
    }
  }
}

const atVersion = (version: number): Expression => ({
  expression: '#version = :version',
  names: { '#version': 'version' },
  values: { ':version': version },
});

function conditional(condition: Expression | undefined, change?: Expression) {
  return { ...present({ ConditionExpression: condition?.expression }), ...placeholders(condition, change) };
}

/** Under names of their own, since DynamoDB reserves many. */
const projectionOn = (attributes: readonly string[]): Expression => ({
  expression: attributes.map((_, i) => `#a${i}`).join(', '),
  names: Object.fromEntries(attributes.map((name, i) => [`#a${i}`, name])),
});
