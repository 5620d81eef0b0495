import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Database } from '../../database/database';
import { either, Expression } from '../../database/expressions';
import { DAY_SECONDS, ttlAfter } from '../../database/lifetimes';
import type { StoredItem } from '../../database/stored-item';
import type { TableStore } from '../../database/table-store';
import type { KeyOf } from '../../database/tables';
import type { Write } from '../../database/transaction';
import { Clock } from '../../kernel/clock';
import type { OrderId } from '../../kernel/ids';
import type {
  ImportChunk,
  ImportErrors,
  ImportHead,
  ImportPart,
  ImportRow,
  ImportStatus,
  ReferenceClaim,
  RowError,
} from './import';
import { readImportChunk, readImportErrors, readImportHead, readImportPart, readReferenceClaim } from './import-shape';

/** How long a customer's reference stays taken: longer than any parcel is under way. */
const REFERENCE_DAYS = 400;

/** The table holds five kinds of items under keys of their own: imports, their chunks, parts and errors, and claimed references. */
@Injectable()
export class ImportsRepository {
  private readonly heads: TableStore<ImportHead, 'imports'>;
  private readonly chunks: TableStore<ImportChunk, 'imports'>;
  private readonly parts: TableStore<ImportPart, 'imports'>;
  private readonly errors: TableStore<ImportErrors, 'imports'>;
  private readonly claims: TableStore<ReferenceClaim, 'imports'>;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.heads = database.table('imports', { read: readImportHead });
    this.chunks = database.table('imports', { read: readImportChunk, write: storedChunk });
    this.parts = database.table('imports', { read: readImportPart, write: storedPart });
    this.errors = database.table('imports', { read: readImportErrors });
    this.claims = database.table('imports', { read: readReferenceClaim });
  }

  getHead(importId: string): Promise<ImportHead | undefined> {
    return this.heads.get({ import_id: importId });
  }

  getChunk(importId: string, chunk: number): Promise<ImportChunk | undefined> {
    return this.chunks.get(chunkKey(importId, chunk));
  }

  /** Opens an import, or opens it again after a crash before it was READY. */
  open(head: ImportHead): Write {
    return this.heads.put('import', head, either(this.heads.absent(), STORING));
  }

  async putChunk(chunk: ImportChunk): Promise<void> {
    await this.chunks.apply(this.chunks.put('chunk', chunk));
  }

  async putPart(part: ImportPart): Promise<void> {
    await this.parts.apply(this.parts.put('part', part));
  }

  getPart(importId: string, part: number): Promise<ImportPart | undefined> {
    return this.parts.get(partKey(importId, part));
  }

  async putErrors({ import_id, ...rest }: ImportErrors): Promise<void> {
    await this.errors.apply(this.errors.put('errors', { ...errorsKey(import_id), ...rest }));
  }

  async getErrors(importId: string): Promise<readonly RowError[]> {
    return (await this.errors.get(errorsKey(importId)))?.errors ?? [];
  }

  /** Returns the imports of an owner behind the one with this id, newest first, and behind which the next page begins. */
  async listOf(
    owner: string,
    limit: number,
    after: string | undefined,
  ): Promise<{ readonly items: readonly ImportHead[]; readonly after: string | undefined }> {
    const { items: keys, more } = await this.heads.keys(
      {
        index: 'owner_index',
        where: { expression: '#owner = :owner', names: { '#owner': 'owner' }, values: { ':owner': owner } },
        newestFirst: true,
      },
      limit,
      after === undefined ? undefined : { owner, import_id: after },
    );
    const heads = await this.heads.getMany(keys.map(({ import_id = '' }) => ({ import_id })));
    return {
      items: heads.sort((a, b) => (a.import_id < b.import_id ? 1 : -1)),
      after: more ? keys.at(-1)?.import_id : undefined,
    };
  }

  /** Makes an import READY, or at once complete when no row was good: from here on the relay sees it. */
  release(importId: string, status: ImportStatus): Write {
    return this.heads.update(
      'import',
      { import_id: importId },
      {
        expression: 'SET #status = :status ADD #version :one',
        names: { '#status': 'status', '#version': 'version' },
        values: { ':status': status, ':one': 1 },
      },
      STORING,
    );
  }

  /** Claims a customer's reference for an order; refused, with the claim that stands, where it is taken. */
  claimReference({ input, order_id }: ImportRow): Write {
    const ttl = ttlAfter(this.clock.now(), REFERENCE_DAYS * DAY_SECONDS);
    const claim = { ...referenceKey(input), order_id, ttl };
    return this.claims.put(`reference:${order_id}`, claim, this.claims.absentOrExpired());
  }

  /** Returns which order holds a customer's reference. */
  async holderOf({ input }: ImportRow): Promise<OrderId | undefined> {
    return (await this.claims.get(referenceKey(input)))?.order_id;
  }

  /** Counts a chunk's result once, and drops what its orders hold by now: refused when it was counted before. */
  finishChunk(importId: string, chunk: number, result: ChunkResult): Write[] {
    return [
      this.chunks.update(
        'chunk',
        chunkKey(importId, chunk),
        {
          expression: 'SET done = :true, #rows = :none, duplicates = :which',
          names: { '#rows': 'rows' },
          values: { ':true': true, ':none': '[]', ':which': Object.fromEntries(result.standing) },
        },
        { expression: 'done = :false', values: { ':false': false } },
      ),
      this.heads.update(
        'import',
        { import_id: importId },
        {
          expression: 'ADD chunks_done :one, orders :orders, created :created, duplicates :duplicates, #version :one',
          names: { '#version': 'version' },
          values: {
            ':one': 1,
            ':orders': result.orders,
            ':created': result.created,
            ':duplicates': result.duplicates,
          },
        },
        { expression: 'attribute_exists(import_id)' },
      ),
    ];
  }

  /** Ends an import whose chunks are all counted; more than one worker may find that out. */
  async complete(importId: string, status: ImportStatus): Promise<void> {
    await this.heads.apply(
      this.heads.update(
        'import',
        { import_id: importId },
        { expression: 'SET #status = :status', names: { '#status': 'status' }, values: { ':status': status } },
      ),
    );
  }
}

/** What became of a chunk's rows. */
export interface ChunkResult {
  readonly orders: number;
  readonly created: number;
  readonly duplicates: number;
  /** The orders that had a reference already, by the id that the row's own order was to have. */
  readonly standing: ReadonlyMap<string, string>;
}

const STORING: Expression = {
  expression: '#status = :storing',
  names: { '#status': 'status' },
  values: { ':storing': 'STORING' satisfies ImportStatus },
};

const chunkKey = (importId: string, chunk: number): KeyOf<'imports'> => ({ import_id: `${importId}#${chunk}` });

const partKey = (importId: string, part: number): KeyOf<'imports'> => ({ import_id: `${importId}#part#${part}` });
const errorsKey = (importId: string): KeyOf<'imports'> => ({ import_id: `${importId}#errors` });

const referenceKey = ({ customer_id, reference }: ImportRow['input']): KeyOf<'imports'> => ({
  import_id: `reference#${createHash('sha256').update(`${customer_id}\n${reference}`).digest('hex')}`,
});

const storedChunk = ({ rows, ...chunk }: ImportChunk): StoredItem => ({
  ...chunk,
  ...chunkKey(chunk.import_id, chunk.chunk),
  rows: JSON.stringify(rows),
});

const storedPart = ({ rows, ...part }: ImportPart): StoredItem => ({
  ...part,
  ...partKey(part.import_id, part.part),
  rows: JSON.stringify(rows),
});
