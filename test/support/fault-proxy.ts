import { once } from 'node:events';
import { Agent, createServer, IncomingMessage, request, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './faults';

export interface Call {
  /** `TransactWriteItems`, `SendMessage`, `Publish`; for SES the path. */
  readonly operation: string;
  readonly body: string;
  /** From 1: the SDK repeats by itself what fails or takes too long, which on a busy machine nobody can foretell. */
  readonly attempt: number;
  /** What the store said, once it has said it, though the caller may not have lived to hear it. */
  answer?: string;
}
export type Match = string | ((call: Call) => boolean);

/** Stands between an AWS client and a store, and does to its calls what the test says. */
export class FaultProxy {
  /** Every call that arrived, in order. */
  readonly calls: Call[] = [];
  /** What is made of a request before it is passed on. */
  rewrite: (body: string) => string = (body) => body;
  private readonly script: { match: Match; faults: Fault[]; forever: boolean }[] = [];
  private readonly hanging = new Set<ServerResponse>();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server;
  private port = 0;

  private constructor(private readonly upstream: URL) {
    this.server = createServer((incoming, outgoing) => {
      this.serve(incoming, outgoing).catch(() => {
        outgoing.destroy();
      });
    });
  }

  static async start(upstream: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(upstream));
    await proxy.up();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The next matching calls meet these faults, one each; those after them pass. */
  next(match: Match, ...faults: Fault[]): void {
    this.script.push({ match, faults, forever: false });
  }

  /** Every matching call meets this fault until `heal`. */
  always(match: Match, fault: Fault): void {
    this.script.push({ match, faults: [fault], forever: true });
  }

  /** No more faults; calls in a black hole are reset. */
  heal(): void {
    this.script.length = 0;
    this.calls.length = 0;
    this.rewrite = (body) => body;
    this.hanging.forEach((outgoing) => outgoing.destroy());
    this.hanging.clear();
  }

  /** Nobody listens: connections are refused. */
  async down(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  /** Listens again, where it did before. */
  async up(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    if (this.server.listening) await this.down();
    this.agent.destroy();
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    // A client that reused a connection which a fault has closed would meet a second, accidental fault.
    outgoing.shouldKeepAlive = false;
    const body = await bodyOf(incoming);
    const call: Call = {
      operation: operationOf(incoming, body.toString()),
      body: body.toString(),
      attempt: attemptOf(incoming),
    };
    this.calls.push(call);
    const fault = this.faultFor(call);
    switch (fault.kind) {
      case 'pass':
        this.reply(await this.forward(incoming, body, call), outgoing);
        return;
      case 'delay':
        await sleep(fault.milliseconds);
        this.reply(await this.forward(incoming, body, call), outgoing);
        return;
      case 'black-hole':
        this.hanging.add(outgoing);
        return;
      case 'reset':
        incoming.socket.resetAndDestroy();
        return;
      case 'lose-reply':
        await this.forward(incoming, body, call);
        if (fault.by === 'reset') incoming.socket.resetAndDestroy();
        else this.hanging.add(outgoing);
        return;
      case 'hold': {
        if (fault.what === 'request') await fault.until;
        const answer = await this.forward(incoming, body, call);
        if (fault.what === 'reply') await fault.until;
        this.reply(answer, outgoing);
        return;
      }
      case 'answer': {
        const answer = fault.body(call.body);
        const xml = typeof answer === 'string';
        outgoing.writeHead(fault.status, { 'content-type': xml ? 'text/xml' : 'application/x-amz-json-1.0' });
        outgoing.end(xml ? answer : JSON.stringify(answer));
      }
    }
  }

  private faultFor(call: Call): Fault {
    const rule = this.script.find(
      ({ match, faults }) => faults.length > 0 && (typeof match === 'string' ? match === call.operation : match(call)),
    );
    return (rule?.forever === true ? rule.faults[0] : rule?.faults.shift()) ?? { kind: 'pass' };
  }

  private async forward(incoming: IncomingMessage, body: Buffer, call: Call): Promise<Answer> {
    const { method, url, headers } = incoming;
    const { hostname, port } = this.upstream;
    const passed = Buffer.from(this.rewrite(body.toString()));
    const sent = request({
      hostname,
      port,
      method,
      path: url,
      headers: { ...headers, 'content-length': passed.length },
      agent: this.agent,
    });
    sent.end(passed);
    const [received] = (await once(sent, 'response')) as [IncomingMessage];
    const answer = await bodyOf(received);
    call.answer = answer.toString();
    return { status: received.statusCode ?? 502, headers: received.headers, body: answer };
  }

  private reply({ status, headers, body }: Answer, outgoing: ServerResponse): void {
    const { connection: _connection, 'keep-alive': _keepAlive, ...kept } = headers;
    outgoing.writeHead(status, { ...kept, 'content-length': body.length });
    outgoing.end(body);
  }
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const attemptOf = ({ headers }: IncomingMessage): number =>
  Number(/attempt=(\d+)/.exec(String(headers['amz-sdk-request']))?.[1] ?? 1);

function operationOf({ headers, url }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  return new URLSearchParams(body).get('Action') ?? url ?? '';
}
