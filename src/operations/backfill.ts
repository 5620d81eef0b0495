import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config/config';
import type { Backfill } from '../database/backfill';
import type { Database } from '../database/database';
import type { StoredItem } from '../database/stored-item';
import type { TableId } from '../database/tables';
import { present } from '../kernel/present';
import { namesIn } from '../kernel/record';
import { orderForm } from '../orders/orders.repository';
import { routeForm } from '../routes/routes.repository';

type Opener = (database: Database, config: Config) => Pick<Backfill<unknown>, 'page'>;

/** Tables whose items bear attributes that follow from the others, as the keys of their indexes do. */
export const BACKFILLS = {
  orders: (database, config) => database.backfill('orders', orderForm(config)),
  routes: (database) => database.backfill('routes', routeForm),
} as const satisfies Partial<Record<TableId, Opener>>;

export const BACKFILLED = namesIn(BACKFILLS);

export interface BackfillProgress {
  readonly read: number;
  readonly filled: number;
  /** What comes next begins behind this item's key; `undefined` once all is done. */
  readonly next?: StoredItem;
}

const PAGE = 100;

/** Fills a table page by page, and tells after each how far it is: whoever keeps that resumes there. */
export async function runBackfill(
  backfill: Pick<Backfill<unknown>, 'page'>,
  from: BackfillProgress,
  tell: (progress: BackfillProgress) => void,
): Promise<BackfillProgress> {
  let progress = from;
  do {
    const { read, filled, next } = await backfill.page(PAGE, progress.next);
    progress = {
      read: progress.read + read,
      filled: progress.filled + filled,
      ...present({ next }),
    };
    tell(progress);
  } while (progress.next !== undefined);
  return progress;
}

/** A file that remembers how far a backfill came, so that the next command goes on there. */
export class BackfillFile {
  constructor(private readonly file: string) {}

  /** Whether a backfill was begun and not ended. */
  exists(): boolean {
    return existsSync(this.file);
  }

  read(): BackfillProgress {
    // `keep` alone writes the file, and renames it into place whole.
    return this.exists() ? (JSON.parse(readFileSync(this.file, 'utf8')) as BackfillProgress) : { read: 0, filled: 0 };
  }

  keep(progress: BackfillProgress): void {
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
