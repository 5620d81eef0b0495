import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const GIVE_UP_AFTER_MS = 120_000;
const PATIENCE_MS = 8_000;

/**
 * A phone with a bad signal: sends a request again, with the same key, until it learns what became of it. Now and then it sends
 * it twice at once.
 */
export class SteadfastClient {
  requests = 0;
  retries = 0;

  constructor(private readonly url: string) {}

  async send(method: string, path: string, body?: object, twice = false): Promise<Answer> {
    const key = randomUUID();
    this.requests++;
    if (!twice) return this.untilAnswered(method, path, body, key);
    const [first, second] = await Promise.all([
      this.untilAnswered(method, path, body, key),
      this.untilAnswered(method, path, body, key),
    ]);
    if (!isDeepStrictEqual(first, second))
      throw new Error(`${method} ${path}: two answers to one request: ${JSON.stringify([first, second])}`);
    return first;
  }

  private async untilAnswered(method: string, path: string, body: object | undefined, key: string): Promise<Answer> {
    const end = Date.now() + GIVE_UP_AFTER_MS;
    for (let attempt = 0; ; attempt++) {
      const answer = await this.once(method, path, body, key);
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer;
      if (answer?.status === 500) throw new Error(`${method} ${path} answered 500: ${JSON.stringify(answer.body)}`);
      if (Date.now() > end) throw new Error(`${method} ${path} got no answer: ${JSON.stringify(answer)}`);
      this.retries++;
      await sleep(Math.random() * Math.min(100 * 2 ** attempt, 1_000));
    }
  }

  private async once(method: string, path: string, body: object | undefined, key: string): Promise<Answer | undefined> {
    try {
      const response = await fetch(this.url + path, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(method === 'POST' ? { 'idempotency-key': key } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    } catch {
      return undefined;
    }
  }
}
