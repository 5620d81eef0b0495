import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Subject } from './subjects';

/** The command that runs a script: this very Node, unless another one is to. */
export type Node = readonly [string, ...string[]];

const THIS_NODE: Node = [process.execPath];

/** Has a function answer one event, and writes the code that V8 has compiled by then beside its bundle. */
export async function record(subject: Subject, entry: string, env: NodeJS.ProcessEnv, node = THIS_NODE): Promise<void> {
  const out = fileURLToPath(new URL('index.cache', entry));
  const event = JSON.stringify(await subject.event());
  const answer = await answerOf(['bundle/record.mjs', entry, event, out], env, node);
  if (!subject.succeeded(answer)) throw new Error(`${entry} answered ${JSON.stringify(answer)}`);
}

/** Runs a script and reads the JSON of its last line. The queues run in this process, which must not wait asleep. */
export async function answerOf(
  script: readonly string[],
  env: NodeJS.ProcessEnv,
  [command, ...options] = THIS_NODE,
): Promise<unknown> {
  const { stdout } = await promisify(execFile)(command, [...options, ...script], { env });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n')));
}
