import type { AuditTrail } from '../access/audit-trail';
import type { Principal } from '../access/principal';
import { retrying } from '../database/retry';
import type { Transactions, Write } from '../database/transaction';
import { IdempotencyService, refuseTakenKey } from '../idempotency/idempotency.service';
import type { Clock } from '../kernel/clock';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import { conflict, invalid, notFound, stale, unavailable } from '../kernel/errors';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { IDENTIFIER } from '../kernel/identifier';
import { newId } from '../kernel/ids';
import { looksLike } from '../kernel/look-alike';

/** What every entry of a register has besides what is said of it. */
export interface Entry {
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly write_id: string;
}

/** Entries of one kind: where they are kept, and what is true of each. */
export interface Entries<Item> {
  /** The word for one, and the name of the writes of one. */
  readonly kind: 'driver' | 'depot';
  readonly idOf: (item: Item) => string;
  readonly get: (id: string) => Promise<Item | undefined>;
  readonly all: () => Promise<Item[]>;
  readonly insert: (item: Item) => Write;
  readonly replace: (item: Item, expectedVersion: number) => Write;
  readonly remove: (item: Item) => Write;
  /** Returns the entry as it is kept. @throws DinexError `invalid`. */
  readonly checked: (item: Item) => Item;
  /** Returns the writes on which an entry's change depends. @throws DinexError `invalid`. */
  readonly besides?: (item: Item, before: Item | undefined) => Promise<readonly Write[]>;
  /** @throws DinexError `conflict` while others need the entry. */
  readonly dispensable?: (item: Item) => Promise<void>;
}

/** What a register needs to write. */
export interface RegisterTools {
  readonly audit: AuditTrail;
  readonly idempotency: IdempotencyService;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

type Shown<Item> = Omit<Item, 'write_id'>;

/** Registers, lists, reads, changes and takes away entries of one kind, each change with its record. */
export class Register<Item extends Entry> {
  constructor(
    private readonly entries: Entries<Item>,
    private readonly tools: RegisterTools,
  ) {}

  /** @throws DinexError `invalid`, or `conflict` where the id is taken, also by one that a person takes for it. */
  add(principal: Principal, make: (about: Entry) => Item, request: IdempotencyKey | undefined): Promise<Shown<Item>> {
    const { audit, idempotency, transactions } = this.tools;
    const { kind, idOf, checked, besides, insert, all } = this.entries;
    return idempotency.once(principal, request, (key) =>
      this.untilSettled(async () => {
        const about = this.newVersion(1);
        const item = checked(make({ ...about, created_at: about.updated_at }));
        const id = idOf(item);
        const alike = (await all()).map(idOf).find((other) => looksLike(other, id));
        if (alike !== undefined) throw conflict(`There is a ${kind} ${alike} already.`);
        const view = shown(item);
        const outcome = await transactions.commit([
          insert(item),
          ...((await besides?.(item, undefined)) ?? []),
          await audit.change(principal, `${kind}:${id}`, `${kind}.registered`, {}, view),
          ...key.done(view),
        ]);
        refuseTakenKey(outcome);
        if (outcome.committed) return view;
        if (outcome.failed.has(kind)) throw conflict(`There is a ${kind} ${id} already.`);
        return undefined;
      }),
    );
  }

  /** Returns a page of the entries by their id. */
  async list(
    limit: number,
    cursor: string | undefined,
  ): Promise<{ readonly items: Shown<Item>[]; readonly next_cursor: string | null }> {
    const { kind, idOf, all } = this.entries;
    const after = cursor === undefined ? undefined : decodeCursor(cursor, kind).after[kind];
    if (after === null) throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
    const sorted = (await all()).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    const rest = after === undefined ? sorted : sorted.filter((item) => idOf(item) > after);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(shown),
      next_cursor:
        last === undefined || rest.length <= limit
          ? null
          : encodeCursor({ filter: kind, after: { [kind]: idOf(last) } }),
    };
  }

  /** @throws DinexError `not_found`. */
  async view(id: string): Promise<Shown<Item>> {
    return shown(await this.get(id));
  }

  /** @throws DinexError `not_found`, `stale` when the entry is not at `ifMatch`, `invalid`. */
  change(
    principal: Principal,
    id: string,
    change: (item: Item) => Item,
    ifMatch: number | undefined,
  ): Promise<Shown<Item>> {
    const { audit, transactions } = this.tools;
    const { kind, checked, besides, replace } = this.entries;
    return this.untilSettled(async () => {
      const item = await this.getAt(id, ifMatch);
      const next = { ...checked(change(item)), ...this.newVersion(item.version + 1) };
      const outcome = await transactions.commit([
        replace(next, item.version),
        ...((await besides?.(next, item)) ?? []),
        await audit.change(principal, `${kind}:${id}`, `${kind}.patched`, item, next),
      ]);
      return outcome.committed ? shown(next) : undefined;
    });
  }

  /** @throws DinexError `not_found`, `stale` when the entry is not at `ifMatch`, `conflict` while others need it. */
  async remove(principal: Principal, id: string, ifMatch: number | undefined): Promise<void> {
    const { audit, transactions } = this.tools;
    const { kind, remove, dispensable } = this.entries;
    await this.untilSettled(async () => {
      const item = await this.getAt(id, ifMatch);
      await dispensable?.(item);
      const record = await audit.change(principal, `${kind}:${id}`, `${kind}.removed`, shown(item), {});
      const outcome = await transactions.commit([remove(item), record]);
      // Nobody else writes this record: where it is there, the answer to our own removal was lost.
      return outcome.committed || outcome.failed.has(record.name) || undefined;
    });
  }

  /** Repeats what another change overtook: the next try sees that one, and says so where it matters. */
  private untilSettled<T>(work: () => Promise<T | undefined>): Promise<T> {
    return retrying(work, () => unavailable(`Too many changes of this ${this.entries.kind} at once.`));
  }

  private newVersion(version: number): Omit<Entry, 'created_at'> {
    const now = this.tools.clock.now();
    return { version, updated_at: new Date(now).toISOString(), write_id: newId(now) };
  }

  private async getAt(id: string, ifMatch: number | undefined): Promise<Item> {
    const item = await this.get(id);
    if (ifMatch !== undefined && ifMatch !== item.version) throw stale(item.version);
    return item;
  }

  private async get(id: string): Promise<Item> {
    // What can be no id may be longer than a key of the store.
    const item = IDENTIFIER.test(id) ? await this.entries.get(id) : undefined;
    if (item === undefined) throw notFound(this.entries.kind, id);
    return item;
  }
}

const shown = <Item extends Entry>({ write_id: _, ...rest }: Item): Shown<Item> => rest;
