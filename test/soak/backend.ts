import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** The program under test: `dist/main.js` as a process of its own, over stores that outlive it. */
export class Backend {
  private child: ChildProcess | undefined;
  private output = '';
  starts = 0;

  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined) throw new Error('The backend does not run');
    return pid;
  }

  constructor(
    private readonly environment: Readonly<Record<string, string>>,
    readonly url: string,
  ) {}

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['dist/main.js'], {
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.starts++;
    const keep = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    for (let tries = 0; tries < 600; tries++) {
      if (child.exitCode !== null) throw new Error(`The backend ended by itself:\n${this.output}`);
      if (await this.answers()) return;
      await sleep(50);
    }
    throw new Error(`The backend does not come up:\n${this.output}`);
  }

  /** As a power cut would: no handler runs. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  private async answers(): Promise<boolean> {
    return fetch(`${this.url}/health?probe=live`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
