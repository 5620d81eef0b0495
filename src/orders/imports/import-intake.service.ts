import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/principal';
import { ChunkLimits, inChunks } from '../../database/chunks';
import { Clock } from '../../kernel/clock';
import { unavailable } from '../../kernel/errors';
import { Transactions, Write } from '../../database/transaction';
import { OrdersService } from '../orders.service';
import { ChunkMessage, ImportChunk, ImportHead, ImportRow, rowsIn } from './import';
import { ImportSlots } from './import-slots.repository';
import { ChunkResult, ImportsRepository } from './imports.repository';

/** The limits of one transaction: two items each, and few enough that a single duplicate repeats little; half of what it may weigh. */
const ROWS_A_TRANSACTION: ChunkLimits = { items: 25, bytes: 2 * 1024 * 1024 };

/** Makes orders of the chunks that `orders-queue` brings. Every step may run again: ids and references are fixed before. */
@Injectable()
export class ImportIntake {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly slots: ImportSlots,
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the orders of one chunk, and counts it.
   *
   * @throws Error when the chunk is not there: the message goes back, and after three tries to the dead letters.
   */
  async take({ import_id, chunk: number }: ChunkMessage): Promise<void> {
    const chunk = await this.repository.getChunk(import_id, number);
    if (chunk === undefined) throw new Error(`There is no chunk ${number} of import ${import_id}`);
    if (!chunk.done) {
      const result = await this.createAll(chunk);
      await this.transactions.commit(this.repository.finishChunk(import_id, number, result));
    }
    await this.completeIfLast(import_id);
  }

  private async createAll({ rows, created_by }: ImportChunk): Promise<ChunkResult> {
    const standing = new Map<string, string>();
    for (const group of inChunks(rows, ROWS_A_TRANSACTION))
      for (const [id, other] of await this.createGroup(group, created_by)) standing.set(id, other);
    const made = rows.filter(({ order_id }) => !standing.has(order_id));
    const created = sum(made.map(rowsIn));
    return { orders: made.length, created, duplicates: sum(rows.map(rowsIn)) - created, standing };
  }

  /**
   * Creates a group in one transaction, without the orders that prove to be made before, by this chunk's first try or otherwise. Returns
   * those of which another has the reference, with that other.
   */
  private async createGroup(
    group: readonly ImportRow[],
    createdBy: Actor | undefined,
  ): Promise<ReadonlyMap<string, string>> {
    let open = group;
    const others = new Map<string, string>();
    while (open.length > 0) {
      const writes = await Promise.all(open.map((row) => this.creation(row, createdBy)));
      const outcome = await this.transactions.commit(writes.flat());
      if (outcome.committed) break;
      const refused = open.filter(
        ({ order_id }) => outcome.failed.has(`reference:${order_id}`) || outcome.failed.has(`order:${order_id}`),
      );
      if (refused.length === 0) throw unavailable('A transaction was refused for no row of it.');
      for (const row of refused) {
        const standing: unknown =
          outcome.failed.get(`reference:${row.order_id}`)?.order_id ?? (await this.repository.holderOf(row));
        if (standing !== row.order_id) others.set(row.order_id, typeof standing === 'string' ? standing : '');
      }
      open = open.filter((row) => !refused.includes(row));
    }
    return others;
  }

  private async creation(row: ImportRow, createdBy: Actor | undefined): Promise<Write[]> {
    // Its id is older than it: whoever follows orders by when they changed meets it where it came to be.
    const draft = {
      ...this.orders.draft(row.input, row.order_id, createdBy),
      updated_at: new Date(this.clock.now()).toISOString(),
    };
    const order = this.orders.creation(await this.orders.withNewLink(draft));
    return [{ ...order, name: `order:${row.order_id}` }, this.repository.claimReference(row)];
  }

  private async completeIfLast(importId: string): Promise<void> {
    const head = await this.repository.getHead(importId);
    if (head?.status !== 'READY' || head.chunks_done < head.chunks) return;
    await this.repository.complete(importId, finalStatus(head));
    if (head.slot !== undefined) await this.slots.giveBack(head.slot, importId);
  }
}

/** Returns the state in which an import ends: a bulk result never says done while rows failed. */
const finalStatus = ({ failed }: ImportHead): 'COMPLETED' | 'COMPLETED_WITH_ERRORS' =>
  failed > 0 ? 'COMPLETED_WITH_ERRORS' : 'COMPLETED';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
