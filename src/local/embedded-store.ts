import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageFile } from './packages';
import { PlatformError } from './platform-error';
import { freePort, secretLoopback } from './ports';

/** The DynamoDB stand-in: dynoxide, a process of its own over one SQLite file. */
export interface EmbeddedStore {
  readonly endpoint: string;
  /** Empties every table, without stream records: for tests. */
  clear(): void;
  /** Forgets stream records older than `seconds`, as DynamoDB does after a day. */
  trimStreams(seconds: number): void;
  stop(): Promise<void>;
}

const STARTS = 3;
const READY_WITHIN_MS = 5_000;

/**
 * The shell command that runs the store: when this process dies, whatever the way, its end of the pipe closes and the shell ends it.
 * The store gets a process group of its own, so that Ctrl-C reaches it only after the requests in flight are done.
 */
const WATCH = 'exec 3<&0; "$@" 3<&- & store=$!; (cat <&3 >/dev/null; kill $store 2>/dev/null) & wait $store';

/** Starts the store over its file. @throws PlatformError when it does not start. */
export async function startEmbeddedStore(file: string, port = 0): Promise<EmbeddedStore> {
  const binary = storeBinary();
  for (let attempt = 1; ; attempt++) {
    const host = secretLoopback();
    const chosen = await freePort(port, host);
    const options = ['serve', '--host', host, '--port', String(chosen), '--db-path', file];
    const child = spawn('/bin/sh', ['-c', WATCH, 'sh', binary, ...options], {
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
    });
    const complaint = collect(child);
    // Another process may have taken the port since it was found free.
    if (await listens(child, host, chosen)) return embeddedStore(child, `http://${host}:${chosen}`, file);
    if (attempt === STARTS)
      throw new PlatformError(`The embedded table store does not start: ${complaint() || 'it says nothing'}`);
  }
}

function embeddedStore(child: ChildProcess, endpoint: string, file: string): EmbeddedStore {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  // Without it each write of a streamed table reads all its stream records: 560 writes/s fall to 100 at 40,000 records.
  database.exec(
    'CREATE INDEX IF NOT EXISTS dinex_last_sequence ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
  );
  return {
    endpoint,
    clear: () => {
      const tables = database
        .prepare(String.raw`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\_%' ESCAPE '\'`)
        .all()
        .map(({ name }) => String(name))
        .filter((name) => !name.startsWith('sqlite_'));
      database.exec(['BEGIN IMMEDIATE', ...tables.map((name) => `DELETE FROM "${name}"`), 'COMMIT'].join(';'));
    },
    trimStreams: (seconds) => {
      // The newest record of a table stays: the store numbers the next one after it.
      database
        .prepare(
          `DELETE FROM _stream_records WHERE created_at < ?
             AND id NOT IN (SELECT MAX(id) FROM _stream_records GROUP BY table_name)`,
        )
        .run(Math.floor(Date.now() / 1000) - seconds);
    },
    stop: async () => {
      database.close();
      const ended = isRunning(child) ? once(child, 'exit') : undefined;
      child.stdin?.end();
      await ended;
    },
  };
}

export function storeBinary(system = `${process.platform}-${process.arch}`): string {
  const binary = packageFile(`@dynoxide/${system}`, 'dynoxide');
  if (binary !== undefined && existsSync(binary)) return binary;
  throw new PlatformError(
    `There is no embedded table store for ${system}: run DynamoDB Local and set ` +
      'AWS_ENDPOINT_URL_DYNAMODB to it (for example http://127.0.0.1:8000), or install the package ' +
      `@dynoxide/${system} if your registry has it.`,
  );
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-500);
  });
  return () => text.trim().split('\n').at(-1) ?? '';
}

/** Waits until the child listens on the port, and returns whether it does; if not, the child is ended. */
async function listens(child: ChildProcess, host: string, port: number): Promise<boolean> {
  const until = Date.now() + READY_WITHIN_MS;
  while (isRunning(child) && Date.now() < until) {
    if (await accepts(host, port)) return isRunning(child);
    await sleep(10);
  }
  child.stdin?.end();
  return false;
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
