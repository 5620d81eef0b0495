import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Clock } from '../../kernel/clock';
import { DinexError, notFound, unavailable } from '../../kernel/errors';
import { newId, newOrderId } from '../../kernel/ids';
import { present } from '../../kernel/present';
import type { IdempotencyKey } from '../../kernel/idempotency-key';
import { currentScope } from '../../observability/scope';
import { actorOf, Principal } from '../../access/principal';
import { Config } from '../../config/config';
import { DAY_SECONDS, ttlAfter } from '../../database/lifetimes';
import { Transactions } from '../../database/transaction';
import { IdempotencyService, KeyWrites, refuseTakenKey } from '../../idempotency/idempotency.service';
import { OrdersService } from '../orders.service';
import { ImportHead, ImportRow, intoChunks, reportedErrors, RowError, viewImport } from './import';
import { checkRow, ImportFormat, parseFile, ParsedRow, RefusedRow } from './import-file';
import { ImportSlots } from './import-slots.repository';
import type { ImportDto } from './imports.dto';
import { ImportsRepository } from './imports.repository';

interface CheckedFile {
  readonly total: number;
  readonly rows: readonly ImportRow[];
  readonly errors: readonly RowError[];
}

/** Rows checked in one turn of the event loop, so that other requests of the process are served between two. */
const ROWS_A_TURN = 100;

/** Imports of one shop that may be under way, where nothing else is registered. */
const IMPORTS_AT_ONCE = 2;

/** Takes files of orders in; `ImportIntake` makes orders of them behind the queue. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly slots: ImportSlots,
    private readonly orders: OrdersService,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores a file's good rows in chunks and only then tells the relay. A crash before that leaves an import that nobody works
   * on, and the file can be sent again: references make each order once.
   *
   * @throws DinexError `invalid` or `too_large` for a file that is none.
   */
  async accept(principal: Principal, text: string, format: ImportFormat, request?: IdempotencyKey): Promise<ImportDto> {
    const shopId = shopOf(principal);
    const file = await this.check(parseFile(text, format), shopId);
    return this.idempotency.once(
      principal,
      request,
      (key) => this.storeInPlace(principal, newId(this.clock.now()), file, key, true),
      (importId, key) => this.storeInPlace(principal, importId, file, key, false),
    );
  }

  /** @throws DinexError `not_found`, alike for what is not there and for another's import. */
  async view(principal: Principal, importId: string): Promise<ImportDto> {
    const head = await this.repository.getHead(importId);
    const own = principal.role !== 'shop' || head?.shop_id === principal.shop_id;
    if (head === undefined || !own) throw notFound('import', importId);
    return viewImport(head);
  }

  /**
   * Stores a file in one of the shop's places for imports under way; the import gives it back when it ends, or at once where it was not stored.
   *
   * @throws DinexError `rate_limited` while all places are taken; nothing is kept of the request then, so that it can be repeated as it is.
   */
  private async storeInPlace(
    principal: Principal,
    importId: string,
    file: CheckedFile,
    key: KeyWrites,
    fresh: boolean,
  ): Promise<ImportDto> {
    if (principal.role !== 'shop') return this.store(importId, file, principal, undefined, key, fresh);
    const { shop_id, limits } = principal;
    const most = limits?.imports_at_once ?? IMPORTS_AT_ONCE;
    const held = fresh ? undefined : (await this.repository.getHead(importId))?.slot;
    const slot = held ?? (await this.slots.take(shop_id, importId, most));
    if (slot === undefined)
      throw new DinexError('rate_limited', `${most} imports of this shop are under way: send the file again later.`, {
        retryAfterSeconds: 30,
      });
    try {
      return await this.store(importId, file, principal, slot, key, fresh);
    } catch (error) {
      // Where the import is stored all the same, as its reply was lost, it only counts as one too few for a while.
      await this.slots.giveBack(slot, importId).catch(() => undefined);
      throw error;
    }
  }

  private async store(
    importId: string,
    file: CheckedFile,
    principal: Principal,
    slot: string | undefined,
    key: KeyWrites,
    fresh: boolean,
  ): Promise<ImportDto> {
    const chunks = intoChunks(file.rows);
    const head = this.newHead(importId, file, { ...present({ shop_id: shopOf(principal), slot }) }, chunks.length);
    refuseTakenKey(
      await this.transactions.commit([this.repository.open(head), ...(fresh ? key.underWay(importId) : [])]),
    );
    for (const [chunk, rows] of chunks.entries())
      await this.repository.putChunk({
        import_id: importId,
        chunk,
        done: false,
        rows,
        created_by: actorOf(principal),
        ttl: head.ttl,
      });
    const released: ImportHead = {
      ...head,
      status: chunks.length > 0 ? 'READY' : 'COMPLETED_WITH_ERRORS',
      version: head.version + 1,
    };
    const view = viewImport(released);
    const outcome = await this.transactions.commit([
      this.repository.release(importId, released.status),
      ...key.complete(importId, view),
    ]);
    if (!outcome.committed) {
      const stored = await this.repository.getHead(importId);
      if (stored === undefined || stored.status === 'STORING')
        throw unavailable('The import could not be stored; send the file again.');
    }
    if (chunks.length === 0 && slot !== undefined) await this.slots.giveBack(slot, importId);
    return view;
  }

  private newHead(
    importId: string,
    file: CheckedFile,
    place: Pick<ImportHead, 'shop_id' | 'slot'>,
    chunks: number,
  ): ImportHead {
    const now = this.clock.now();
    return {
      import_id: importId,
      created_at: new Date(now).toISOString(),
      status: 'STORING',
      rows: file.total,
      chunks,
      chunks_done: 0,
      created: 0,
      duplicates: 0,
      failed: file.errors.length,
      errors: reportedErrors(file.errors),
      ...place,
      ...present({ correlation_id: currentScope()?.correlationId }),
      version: 1,
      ttl: ttlAfter(now, this.config.ORDER_TTL_DAYS * DAY_SECONDS),
    };
  }

  private async check(parsed: readonly ParsedRow[], shopId: string | undefined): Promise<CheckedFile> {
    const rows: ImportRow[] = [];
    const errors: RowError[] = [];
    const firstRowOf = new Map<string, number>();
    for (const [index, line] of parsed.entries()) {
      if (index % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
      const row = index + 1;
      const checked = this.checkOne(ofShop(line, shopId), row, shopId, firstRowOf);
      if ('order_id' in checked) rows.push(checked);
      else errors.push({ row, errors: checked.errors });
    }
    return { total: parsed.length, rows, errors };
  }

  private checkOne(
    line: ParsedRow,
    row: number,
    shopId: string | undefined,
    firstRowOf: Map<string, number>,
  ): ImportRow | RefusedRow {
    const checked = checkRow(line);
    if ('errors' in checked) return checked;
    const { input } = checked;
    if (shopId !== undefined && input.customer_id !== shopId)
      return { errors: [{ pointer: '#/customer_id', detail: `must be ${shopId}, or left out` }] };
    const identity = `${input.customer_id}\n${input.reference}`;
    const first = firstRowOf.get(identity);
    if (first !== undefined) return { errors: [{ pointer: '#/reference', detail: `is also that of row ${first}` }] };
    const order_id = newOrderId(this.clock.now());
    try {
      this.orders.draft(input, order_id);
    } catch (error) {
      if (!(error instanceof DinexError)) throw error;
      return { errors: error.details.errors ?? [{ pointer: '#', detail: error.message }] };
    }
    firstRowOf.set(identity, row);
    return { row, order_id, input };
  }
}

const shopOf = (principal: Principal): string | undefined =>
  principal.role === 'shop' ? principal.shop_id : undefined;

/** A shop's rows may leave out whose they are. */
const ofShop = (line: ParsedRow, shopId: string | undefined): ParsedRow =>
  shopId === undefined || !('body' in line) || line.body.customer_id !== undefined
    ? line
    : { body: { ...line.body, customer_id: shopId } };
