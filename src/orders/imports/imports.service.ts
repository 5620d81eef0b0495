import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '../../kernel/cursor';
import { Clock } from '../../kernel/clock';
import { DinexError, FieldError, invalid, notFound, unavailable } from '../../kernel/errors';
import { newId, newOrderId, OrderId, parseOrderId } from '../../kernel/ids';
import { present } from '../../kernel/present';
import type { IdempotencyKey } from '../../kernel/idempotency-key';
import { currentScope } from '../../observability/scope';
import { actorOf, Principal } from '../../access/principal';
import { Config } from '../../config/config';
import { DAY_SECONDS, ttlAfter } from '../../database/lifetimes';
import { Transactions } from '../../database/transaction';
import { Breather } from '../../http/breather';
import type { Upload } from '../../http/upload';
import { IdempotencyService, KeyWrites, refuseTakenKey } from '../../idempotency/idempotency.service';
import { customerOf } from '../order-access';
import { OrdersService } from '../orders.service';
import {
  ImportHead,
  ImportRow,
  intoChunks,
  intoParts,
  reportedErrors,
  RowError,
  RowFate,
  summaryOf,
  told,
  viewImport,
  viewRow,
} from './import';
import { checkRow, fileFormatOf, rowsOfFile } from './import-file';
import { ImportSlots } from './import-slots.repository';
import { groupedByReference, oneByOne } from './import-groups';
import type { ImportDto, ImportPageDto, RowResultPageDto } from './imports.dto';
import { ImportsRepository } from './imports.repository';
import type { BadRow, GoodRow, ParsedRow } from './parsed-row';

interface CheckedFile {
  readonly total: number;
  readonly rows: readonly ImportRow[];
  readonly errors: readonly RowError[];
}

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
  async accept(principal: Principal, upload: Upload, request?: IdempotencyKey): Promise<ImportDto> {
    const file = await this.check(upload, shopOf(principal));
    return this.idempotency.once(
      principal,
      request,
      (key) => this.storeInPlace(principal, newId(this.clock.now()), file, key, true),
      (importId, key) => this.storeInPlace(principal, importId, file, key, false),
    );
  }

  /** @throws DinexError `not_found`, alike for what is not there and for another's import. */
  async view(principal: Principal, importId: string): Promise<ImportDto> {
    const head = await this.getOwn(principal, importId);
    const stored = head.errors === undefined && head.failed > 0;
    return viewImport(head, stored ? await this.repository.getErrors(importId) : (head.errors ?? []));
  }

  /** Returns the imports of a shop, newest first; those that the courier's staff sent where no shop is named. */
  async list(
    principal: Principal,
    customerId: string | undefined,
    limit: number,
    cursor: string | undefined,
  ): Promise<ImportPageDto> {
    const owner = ownerOf(shopOf(principal) === undefined ? customerId : customerOf(principal, customerId));
    const after = cursor === undefined ? undefined : decodeCursor(cursor, LIST + owner).after[owner];
    if (after === null || (after !== undefined && parseOrderId(after) === undefined)) throw noCursor();
    const page = await this.repository.listOf(owner, limit, after);
    const next = page.after === undefined ? undefined : { [owner]: page.after };
    return {
      items: page.items.map(summaryOf),
      next_cursor: next === undefined ? null : encodeCursor({ filter: LIST + owner, after: next }),
    };
  }

  /**
   * Returns what became of an import's rows, in the order of the file.
   *
   * @throws DinexError `not_found`, alike for what is not there and for another's import.
   */
  async rows(
    principal: Principal,
    importId: string,
    limit: number,
    cursor: string | undefined,
  ): Promise<RowResultPageDto> {
    const { parts = 0 } = await this.getOwn(principal, importId);
    let [part, from] = placeIn(cursor, importId);
    const fates: RowFate[] = [];
    while (fates.length < limit && part < parts) {
      const stored = (await this.repository.getPart(importId, part))?.rows ?? [];
      const some = stored.slice(from, from + limit - fates.length);
      fates.push(...some);
      if (from + some.length < stored.length) from += some.length;
      else [part, from] = [part + 1, 0];
    }
    const needed = [...new Set(fates.flatMap(({ chunk }) => chunk ?? []))];
    const chunks = await Promise.all(needed.map((chunk) => this.repository.getChunk(importId, chunk)));
    const byNumber = new Map(chunks.map((chunk) => [chunk?.chunk, chunk]));
    const place = { [importId]: `${part}/${from}` };
    return {
      items: fates.map((fate) => viewRow(fate, byNumber.get(fate.chunk))),
      next_cursor: part < parts ? encodeCursor({ filter: ROWS, after: place }) : null,
    };
  }

  private async getOwn(principal: Principal, importId: string): Promise<ImportHead> {
    const head = await this.repository.getHead(importId);
    const own = principal.role !== 'shop' || head?.shop_id === principal.shop_id;
    if (head === undefined || !own) throw notFound('import', importId);
    return head;
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
    const parts = intoParts(fatesOf(file, chunks));
    const head = this.newHead(
      importId,
      file,
      { ...present({ shop_id: shopOf(principal), slot }) },
      chunks.length,
      parts.length,
    );
    const { ttl } = head;
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
        ttl,
      });
    for (const [part, rows] of parts.entries()) await this.repository.putPart({ import_id: importId, part, rows, ttl });
    const errors = reportedErrors(file.errors);
    if (errors.length > 0) await this.repository.putErrors({ import_id: importId, errors, ttl });
    const released: ImportHead = {
      ...head,
      status: chunks.length > 0 ? 'READY' : 'COMPLETED_WITH_ERRORS',
      version: head.version + 1,
    };
    const view = viewImport(released, errors);
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
    parts: number,
  ): ImportHead {
    const now = this.clock.now();
    return {
      import_id: importId,
      created_at: new Date(now).toISOString(),
      status: 'STORING',
      rows: file.total,
      chunks,
      chunks_done: 0,
      parts,
      owner: ownerOf(place.shop_id),
      orders: 0,
      created: 0,
      duplicates: 0,
      failed: file.errors.length,
      ...place,
      ...present({ correlation_id: currentScope()?.correlationId }),
      version: 1,
      ttl: ttlAfter(now, this.config.ORDER_TTL_DAYS * DAY_SECONDS),
    };
  }

  /** Checks each row by itself, then those of one order together, and pauses for other requests in between. */
  private async check(upload: Upload, shopId: string | undefined): Promise<CheckedFile> {
    const breather = new Breather();
    const good: GoodRow[] = [];
    const bad: BadRow[] = [];
    for (const parsed of rowsOfFile(upload)) {
      const checked = this.checkOne(ofShop(parsed, shopId), shopId);
      if ('input' in checked) good.push(checked);
      else bad.push(checked);
      await breather.breathe();
    }
    const grouped = fileFormatOf(upload) === 'csv' ? groupedByReference(good, bad) : oneByOne(good, bad);
    await breather.breathe();
    return {
      total: good.length + bad.length,
      rows: grouped.orders.map((rows) => orderOf(rows, newOrderId(this.clock.now()))),
      errors: grouped.bad.map(told).sort((a, b) => a.row - b.row),
    };
  }

  private checkOne(parsed: ParsedRow, shopId: string | undefined): GoodRow | BadRow {
    const checked = checkRow(parsed);
    if ('errors' in checked) return checked;
    const { input, locate, ...names } = checked;
    const refused = (errors: readonly FieldError[]): BadRow => ({ ...names, errors: locate(errors) });
    if (shopId !== undefined && input.customer_id !== shopId)
      return refused([{ pointer: '#/customer_id', detail: `must be ${shopId}, or left out` }]);
    try {
      this.orders.draft(input, newOrderId(this.clock.now()));
    } catch (error) {
      if (!(error instanceof DinexError)) throw error;
      return refused(error.details.errors ?? [{ pointer: '#', detail: error.message }]);
    }
    return checked;
  }
}

const LIST = 'imports of ';
const ROWS = 'rows of an import';

const noCursor = (): DinexError => invalid('#/cursor', 'This is not a cursor of this API.', 'query');

function placeIn(cursor: string | undefined, importId: string): [part: number, from: number] {
  if (cursor === undefined) return [0, 0];
  const [, part, from] = /^(\d{1,4})\/(\d{1,4})$/.exec(decodeCursor(cursor, ROWS).after[importId] ?? '') ?? [];
  if (part === undefined || from === undefined) throw noCursor();
  return [Number(part), Number(from)];
}

/** A shop may be called anything, so that a word of ours might be its name. */
const ownerOf = (shopId: string | undefined): string => (shopId === undefined ? 'staff' : `shop:${shopId}`);

const shopOf = (principal: Principal): string | undefined =>
  principal.role === 'shop' ? principal.shop_id : undefined;

/** A shop's rows may leave out whose they are. */
const ofShop = (parsed: ParsedRow, shopId: string | undefined): ParsedRow =>
  shopId === undefined || parsed.customer_id !== undefined
    ? parsed
    : 'errors' in parsed
      ? { ...parsed, customer_id: shopId }
      : { ...parsed, customer_id: shopId, body: { customer_id: shopId, ...parsed.body } };

/** Returns the order that rows of one reference make. */
function orderOf([first, ...others]: readonly [GoodRow, ...GoodRow[]], order_id: OrderId): ImportRow {
  const { row, input } = first;
  if (others.length === 0) return { row, order_id, input };
  const products = [first, ...others].flatMap((each) => each.input.products);
  return { row, also_rows: others.map((other) => other.row), order_id, input: { ...input, products } };
}

/** Returns what each row of a file is to become, in the order of the file. */
function fatesOf({ errors }: CheckedFile, chunks: readonly (readonly ImportRow[])[]): RowFate[] {
  const good = chunks.flatMap((rows, chunk) =>
    rows.flatMap(({ row, also_rows = [], order_id, input: { reference } }) =>
      [row, ...also_rows].map((number): RowFate => ({ row: number, reference, order_id, chunk })),
    ),
  );
  return [...good, ...errors].sort((a, b) => a.row - b.row);
}
