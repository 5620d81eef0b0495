import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Environment } from '../config/config';
import { PLATFORM_FILE, RunningPlatform } from '../config/operator-environment';
import { PlatformError } from './platform-error';
import { messageOf } from '../kernel/thrown';

export interface DataFolder {
  readonly path: string;
  /** Tells operators' commands where the stores are, for as long as this process lives. */
  announce(environment: Environment): void;
  close(): void;
}

/**
 * Opens the folder of one platform, locked against a second one and checked; `null` is for a temporary one that vanishes with it.
 *
 * @throws PlatformError when the folder cannot be used.
 */
export function openDataFolder(wanted: string | null): DataFolder {
  if (wanted === null) {
    const path = mkdtempSync(join(tmpdir(), 'dinex-'));
    return {
      path,
      announce: () => undefined,
      close: () => {
        rmSync(path, { recursive: true, force: true });
      },
    };
  }
  const path = resolve(wanted);
  // Orders hold names, telephones and addresses: what this process and its children write here is for its user alone.
  process.umask(0o077);
  const announcement = join(path, PLATFORM_FILE);
  makeFolder(path);
  makePrivate(path);
  const lock = lockFolder(path);
  for (const file of ['tables.db', 'messages/fauxqs.db']) checkFile(path, join(path, file));
  return {
    path,
    announce: (environment) => {
      writeFileSync(announcement, JSON.stringify({ pid: process.pid, environment } satisfies RunningPlatform, null, 1));
    },
    close: () => {
      rmSync(announcement, { force: true });
      lock.close();
    },
  };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new PlatformError(
      `The data folder ${path} cannot be made (${messageOf(error)}): set DINEX_DATA_DIR to a folder you may write.`,
    );
  }
}

/**
 * Takes everyone else's access to the folder and what lies in it, and refuses links: whoever could put one there would choose which
 * file of ours is overwritten.
 */
function makePrivate(path: string): void {
  const status = lstatSync(path);
  if (status.isSymbolicLink())
    throw new PlatformError(`${path} is a symbolic link: set DINEX_DATA_DIR to the folder itself.`);
  if (status.isDirectory()) {
    chmodSync(path, 0o700);
    for (const name of readdirSync(path)) makePrivate(join(path, name));
  } else if (status.isFile()) chmodSync(path, 0o600);
}

/** Locks the folder by SQLite's exclusive lock, which the operating system drops with the process: `kill -9` leaves nothing stale. */
function lockFolder(path: string): DatabaseSync {
  const owner = join(path, 'owner');
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(path, 'lock.db'), { timeout: 1_000 });
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if (!/locked|busy/i.test(messageOf(error)))
      throw new PlatformError(
        `The data folder ${path} cannot be locked (${messageOf(error)}): set DINEX_DATA_DIR to a folder you may write.`,
      );
    const pid = existsSync(owner) ? `process ${readFileSync(owner, 'utf8').trim()}` : 'another process';
    throw new PlatformError(
      `The data folder ${path} is in use by ${pid}: stop it, or set DINEX_DATA_DIR (and PORT) for a second one.`,
    );
  }
  writeFileSync(owner, `${process.pid}\n`);
  return lock;
}

function checkFile(folder: string, file: string): void {
  if (!existsSync(file)) return;
  const complaint = integrity(file);
  if (complaint !== 'ok')
    throw new PlatformError(
      `The data folder ${folder} is damaged (${file}: ${complaint}): restore it, or move it away to begin with an empty one.`,
    );
}

/** Beyond this size reading every page would take longer than a start may. */
const WHOLE_CHECK_BYTES = 32 * 1024 * 1024;

function integrity(file: string): string {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 5_000 });
    if (statSync(file).size > WHOLE_CHECK_BYTES) {
      database.prepare('SELECT COUNT(*) FROM sqlite_schema').get();
      return 'ok';
    }
    const row = database.prepare('PRAGMA quick_check(1)').get();
    return String(Object.values(row ?? {})[0]).split('\n')[0] ?? '';
  } catch (error) {
    return messageOf(error);
  } finally {
    database?.close();
  }
}
