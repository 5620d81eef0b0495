import { createServer, IncomingMessage, request as forwardRequest, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One call of the SDK as it passes by. */
export interface Call {
  /** The operation, e.g. `TransactWriteItems`. */
  readonly operation: string;
  readonly body: string;
}

export type Fault =
  /** Passes the call on later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Takes the call and never answers; the store never sees it. */
  | { readonly kind: 'black_hole' }
  /** Cuts the connection before the store sees the call. */
  | { readonly kind: 'reset' }
  /** The store carries the call out; its answer never arrives. */
  | { readonly kind: 'lose_reply' }
  /** Answers in the store's place. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: object };

export interface Rule {
  readonly fault: Fault;
  /** Which calls; all by default. */
  readonly when?: (call: Call) => boolean;
  /** How many of them; all by default. */
  readonly times?: number;
}

const error = (type: string, more: object = {}) => ({
  __type: `com.amazonaws.dynamodb.v20120810#${type}`,
  message: type,
  ...more,
});

/** What DynamoDB answers when another transaction is at one of the `items`; the stand-in never does. */
export const transactionConflict = (items: number): Fault => ({
  kind: 'answer',
  status: 400,
  body: error('TransactionCanceledException', {
    Message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
    CancellationReasons: Array.from({ length: items }, (_, i) => ({ Code: i === 0 ? 'TransactionConflict' : 'None' })),
  }),
});

export const throttled: Fault = { kind: 'answer', status: 400, body: error('ProvisionedThroughputExceededException') };
export const internalError: Fault = { kind: 'answer', status: 500, body: error('InternalServerError') };

/** Stands between the SDK and a stand-in and does to calls what networks and stores do on bad days. */
export class FaultProxy {
  private rules: (Rule & { left: number })[] = [];
  readonly calls: Call[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('request', (request, response) => void this.pass(request, response));
  }

  static async start(target: string): Promise<FaultProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultProxy(server, new URL(target));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Adds a rule; of several that match the first counts. */
  inject(rule: Rule): void {
    this.rules.push({ ...rule, left: rule.times ?? Infinity });
  }

  heal(): void {
    this.rules = [];
    this.calls.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const call = {
      operation:
        String(request.headers['x-amz-target'] ?? request.url)
          .split('.')
          .at(-1) ?? '',
      body: body.toString(),
    };
    this.calls.push(call);
    const fault = this.faultFor(call);
    if (fault?.kind === 'black_hole') return;
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault?.kind === 'answer') {
      response.writeHead(fault.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(fault.body));
      return;
    }
    if (fault?.kind === 'delay') await sleep(fault.milliseconds);
    this.forward(
      request,
      body,
      (answer, content) => {
        if (fault?.kind === 'lose_reply') request.socket.destroy();
        else response.writeHead(answer.statusCode ?? 502, answer.headers).end(content);
      },
      () => request.socket.destroy(),
    );
  }

  private forward(
    { method, url, headers }: IncomingMessage,
    body: Buffer,
    done: (answer: IncomingMessage, content: Buffer) => void,
    failed: () => void,
  ): void {
    const { hostname, port } = this.target;
    const outgoing = forwardRequest({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        done(answer, Buffer.concat(chunks));
      });
    });
    outgoing.on('error', failed);
    outgoing.end(body);
  }

  private faultFor(call: Call): Fault | undefined {
    const rule = this.rules.find(({ left, when }) => left > 0 && (when?.(call) ?? true));
    if (rule !== undefined) rule.left--;
    return rule?.fault;
  }
}
