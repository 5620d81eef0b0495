/**
 * Log lines for people: `npm start | node tools/pretty-log.mjs` prints one short line a request, an error with its stack below
 * it, and every line that is no log record as it came. `npm run start:dev` does so by itself.
 */
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Of no use to a person who looks at one process. */
const NOISE = new Set([
  'level',
  'message',
  'timestamp',
  'service',
  'sampling_rate',
  'error',
  'method',
  'route',
  'status',
  'milliseconds',
]);

/** A line of the log as text; any other line as it is. */
export function pretty(line) {
  const record = parse(line);
  if (record === undefined) return line;
  const { level, message, timestamp, error, method, route, status, milliseconds } = record;
  const what = method === undefined ? message : `${method} ${route} ${status} ${milliseconds} ms`;
  const rest = Object.entries(record)
    .filter(([name, value]) => !NOISE.has(name) && value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`);
  const stack = error?.stack ? `\n${error.stack.replace(/^/gm, '  ')}` : '';
  return (
    `${new Date(timestamp).toLocaleTimeString('en-GB')} ${level.padEnd(5)} ${what}  ${rest.join(' ')}`.trimEnd() + stack
  );
}

function parse(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const record = JSON.parse(line);
    return typeof record.level === 'string' && typeof record.message === 'string' ? record : undefined;
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // The server hears Ctrl-C too: its last lines are printed before this ends with its input.
  process.on('SIGINT', () => undefined);
  createInterface(process.stdin).on('line', (line) => console.log(pretty(line)));
}
