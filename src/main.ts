import 'reflect-metadata';
import { readEnvironment } from './config/environment';
import { LocalServer, startLocalServer } from './local/local-server';
import { Solver } from './routes/planning/solver';

/** npm and the terminal both pass Ctrl-C on: a second signal within this time is the same key press. */
const SAME_PRESS_MS = 500;

async function main(): Promise<void> {
  // From the first moment on: a server that is ended while it starts gives back its ports and its data as well.
  const starting = startLocalServer(readEnvironment());
  const isEnding = endBySignal(starting);
  const server = await starting;
  if (isEnding()) return;
  print(server);
  // The one that requests wait for; the queue's consumer starts its own with its first plan, as each holds 100 MB.
  void server.app.get(Solver).start();
}

/** Ends the process at the first signal once nothing is in flight, and at the second one at once; returns whether it has had one. */
function endBySignal(starting: Promise<LocalServer>): () => boolean {
  let stoppingSince: number | undefined;
  const end = (): void => {
    if (stoppingSince === undefined) {
      stoppingSince = Date.now();
      console.log('Finishing what is in flight; Ctrl-C again to force.');
      starting.then((server) => server.stop()).then(() => process.exit(0), fail);
    } else if (Date.now() - stoppingSince > SAME_PRESS_MS) process.exit(130);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return () => stoppingSince !== undefined;
}

function print({ url, platform }: LocalServer): void {
  const rows = [
    ['API', url],
    ['Docs', `${url}/docs`],
    ['Mailbox', platform.mailboxUrl],
    ['Data folder', platform.dataFolder],
  ];
  console.log(
    ['DINEX is ready.', '', ...rows.map(([name = '', value = '']) => `  ${name.padEnd(13)}${value}`), ''].join('\n'),
  );
}

/** One line that says what to do; the stack only of what nobody foresaw. */
function fail(error: unknown): void {
  const expected =
    error instanceof Error && (error.name === 'PlatformError' || error.message.startsWith('Wrong configuration'));
  console.error(expected ? error.message : error);
  process.exit(1);
}

main().catch(fail);
