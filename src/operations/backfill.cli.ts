import 'reflect-metadata';
import { join } from 'node:path';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { BACKFILLED, BACKFILLS, BackfillFile, runBackfill } from './backfill';
import { runCommand } from './operator-context';

const USAGE = `npm run backfill -- ${BACKFILLED.join('|')}

Gives items that an older version wrote the attributes which today's adds, so that new indexes hold them. It may run beside all
other traffic, be interrupted, and be repeated: it goes on where it was.`;

const table = BACKFILLED.find((name) => name === process.argv[2]);
if (table === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else
  void runCommand([], async (app) => {
    const config = app.get(Config);
    const place = new BackfillFile(join(config.DINEX_DATA_DIR, `backfill-${config.STAGE}-${table}.json`));
    const backfill = BACKFILLS[table](app.get(Database), config);
    const { read, filled } = await runBackfill(backfill, place.read(), (progress) => {
      place.keep(progress);
      if (progress.next !== undefined) console.log(`${progress.read} read, ${progress.filled} filled`);
    });
    console.log(`${table}: ${read} read, ${filled} filled, done`);
    return 0;
  });
