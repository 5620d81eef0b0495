import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config/config';
import type { Backfill } from '../database/backfill';
import type { Database } from '../database/database';
import type { StoredItem } from '../database/stored-item';
import type { TableId } from '../database/tables';
import { orderForm } from '../orders/orders.repository';

type Opener = (database: Database, config: Config) => Pick<Backfill<unknown>, 'page'>;

/** Tables whose items bear attributes that follow from the others, as the keys of their indexes do. */
export const BACKFILLS = {
  orders: (database, config) => database.backfill('orders', orderForm(config)),
} as const satisfies Partial<Record<TableId, Opener>>;

export const BACKFILLED = Object.keys(BACKFILLS) as (keyof typeof BACKFILLS)[];

export interface Progress {
  readonly read: number;
  readonly filled: number;
  /** What comes next begins behind this item's key; `undefined` once all is done. */
  readonly next?: StoredItem;
}

const PAGE = 100;

/** Fills a table page by page, and tells after each how far it is: whoever keeps that resumes there. */
export async function runBackfill(
  backfill: Pick<Backfill<unknown>, 'page'>,
  from: Progress,
  tell: (progress: Progress) => void,
): Promise<Progress> {
  let progress = from;
  do {
    const { read, filled, next } = await backfill.page(PAGE, progress.next);
    progress = {
      read: progress.read + read,
      filled: progress.filled + filled,
      ...(next === undefined ? {} : { next }),
    };
    tell(progress);
  } while (progress.next !== undefined);
  return progress;
}

/** A file that remembers how far a backfill came, so that the next command goes on there. */
export class Place {
  constructor(private readonly file: string) {}

  /** Whether a backfill was begun and not ended. */
  exists(): boolean {
    return existsSync(this.file);
  }

  read(): Progress {
    return this.exists() ? (JSON.parse(readFileSync(this.file, 'utf8')) as Progress) : { read: 0, filled: 0 };
  }

  keep(progress: Progress): void {
    if (progress.next === undefined) {
      rmSync(this.file, { force: true });
      return;
    }
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    // Killed between the two it is the place before: a page is then filled twice, which changes nothing.
    writeFileSync(`${this.file}.new`, JSON.stringify(progress), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}
