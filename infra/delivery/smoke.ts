import { setTimeout as sleep } from 'node:timers/promises';

export interface SmokeOptions {
  /** An API key, for stages whose methods require one. */
  readonly apiKey?: string;
  /** Milliseconds that one answer may take, the cold start included. Default 10,000. */
  readonly timeoutMs?: number;
  /** Times that each question is asked before its answer counts. Default 3. */
  readonly attempts?: number;
  /** Milliseconds between two attempts. Default 2,000. */
  readonly pauseMs?: number;
}

interface Question {
  readonly name: string;
  readonly path: string;
  readonly method?: 'POST';
  /** Returns what is wrong with the answer, undefined when nothing is. */
  readonly judge: (status: number, type: string, body: string) => string | undefined;
}

const QUESTIONS: readonly Question[] = [
  {
    name: 'the stores answer',
    path: '/health',
    judge: (status, _, body) => (status === 200 && body.includes('"status":"ok"') ? undefined : `${status} ${body}`),
  },
  {
    name: 'the contract is served',
    path: '/openapi.json',
    judge: (status, _, body) => (status === 200 && body.includes('"openapi"') ? undefined : `${status}`),
  },
  {
    name: 'a stranger is refused',
    path: '/orders',
    method: 'POST',
    judge: (status, type) =>
      [401, 403].includes(status) && type.startsWith('application/problem+json') ? undefined : `${status} ${type}`,
  },
];

/** Asks a deployed stage what must hold right after a deployment; returns one sentence for each thing that does not. */
export async function smoke(url: string, options: SmokeOptions = {}): Promise<string[]> {
  const faults: string[] = [];
  for (const question of QUESTIONS) {
    const fault = await asked(url, question, options);
    if (fault !== undefined) faults.push(`${question.name}: ${fault}`);
  }
  return faults;
}

async function asked(url: string, question: Question, options: SmokeOptions): Promise<string | undefined> {
  const { attempts = 3, pauseMs = 2_000 } = options;
  for (let attempt = 1; ; attempt++) {
    const fault = await once(url, question, options);
    if (fault === undefined || attempt >= attempts) return fault;
    await sleep(pauseMs);
  }
}

async function once(
  url: string,
  { path, method, judge }: Question,
  options: SmokeOptions,
): Promise<string | undefined> {
  const { apiKey, timeoutMs = 10_000 } = options;
  try {
    const response = await fetch(url.replace(/\/$/, '') + path, {
      method: method ?? 'GET',
      // The stranger shows no key: it must be refused with or without one, and by whatever is asked first.
      headers: apiKey === undefined || method === 'POST' ? {} : { 'x-api-key': apiKey },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return judge(response.status, response.headers.get('content-type') ?? '', await response.text());
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
