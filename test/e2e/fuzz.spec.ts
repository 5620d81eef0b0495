import fc from 'fast-check';
import { isJson, wrongWith } from '../fuzz/answers';
import { Pool, withFault } from '../fuzz/faults';
import { Draft, draft } from '../fuzz/requests';
import { useApp } from '../support/app';

/** The short form, in CI, always makes the same requests; `npm run fuzz` makes 10,000 others each time. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 500);
const SEED = process.env.FUZZ_SEED ?? (process.env.FUZZ_RUNS === undefined ? '20261121' : String(Date.now() % 2 ** 31));

// A 500 is a find: its cause belongs beside it.
const t = useApp({ LOG_LEVEL: 'ERROR' });
const pool = new Pool();

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const asText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.toWellFormed();
};

/** Dots alone would be another path already for the client; an empty one is another operation. */
const segment = (value: unknown): string => {
  const text = asText(value);
  return /^\.{0,2}$/.test(text) ? 'dots' : encodeURIComponent(text);
};

const headerText = (value: unknown): string =>
  asText(value)
    .replace(/[^\x20-\x7e]/g, '?')
    .trim();

function requestFrom(given: Draft): Sent {
  const { operation, contentType, raw, faults } = given;
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => segment(pool.fill(given.path[name])));
  const query = given.query.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(asText(pool.fill(value)))}`,
  );
  const headers = Object.entries(given.headers).filter(([, value]) => value !== undefined);
  let body = pool.fill(given.body);
  for (const fault of faults) if (body !== undefined) body = withFault(body, fault);
  const text = raw ?? (typeof body === 'string' && contentType !== 'application/json' ? body : JSON.stringify(body));
  return {
    method: operation.method,
    url: path + (query.length === 0 ? '' : `?${query.join('&')}`),
    headers: {
      ...Object.fromEntries(headers.map(([name, value]) => [name, headerText(value)])),
      ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    },
    body: contentType === undefined ? undefined : text,
  };
}

it(
  `answers ${RUNS} requests made from its own OpenAPI document as that document says, and never with 500`,
  async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(draft, async (given) => {
        const { method, url, headers, body } = requestFrom(given);
        const response = await fetch(t.url + url, { method, headers, ...(body === undefined ? {} : { body }) });
        const text = await response.text();
        const answer = { status: response.status, type: response.headers.get('content-type') ?? '', text };
        const outcome = `${given.operation.operationId} ${response.status}`;
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        if (response.ok && isJson(answer)) pool.learn(JSON.parse(text));
        const wrong = wrongWith(given.operation, answer);
        if (wrong !== undefined)
          throw new Error(
            `${method} ${url} ${JSON.stringify(headers)} ${body?.slice(0, 2_000) ?? ''}\n${wrong}\n${text.slice(0, 2_000)}`,
          );
      }),
      { numRuns: RUNS, seed: Number(SEED), endOnFailure: true },
    );
    const unavailable = [...seen]
      .filter(([outcome]) => outcome.endsWith('503'))
      .reduce((sum, [, times]) => sum + times, 0);
    expect(unavailable).toBeLessThan(RUNS / 20);
    const successes = [...seen].filter(([outcome]) => /2\d\d$/.test(outcome)).length;
    if (process.env.FUZZ_RUNS !== undefined)
      console.log(
        [...seen]
          .sort()
          .map(([outcome, times]) => `${times} ${outcome}`)
          .join('\n'),
      );
    expect(successes).toBeGreaterThan(5);
  },
  RUNS * 2_000,
);
