import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../dist/main.js');

/** `npm start` as a process of its own, so that a test may kill it. */
export class LocalProcess {
  private output = '';

  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
  }

  /** Starts it and waits until it serves or has ended. */
  static async start(environment: Record<string, string>): Promise<LocalProcess> {
    const started = LocalProcess.spawn(environment);
    await started.settled();
    return started;
  }

  /** Starts it and waits for nothing. */
  static spawn(environment: Record<string, string>): LocalProcess {
    if (!existsSync(MAIN)) throw new Error('Run `npm run build` first: this test starts the built program.');
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, LOG_LEVEL: 'SILENT', PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new LocalProcess(child);
  }

  private settled(): Promise<void> {
    return new Promise((resolve) => {
      this.child.once('close', () => {
        resolve();
      });
      this.child.stdout?.on('data', () => {
        if (this.output.includes('Data folder')) resolve();
      });
    });
  }

  get lines(): string[] {
    return this.output.trim().split('\n');
  }

  get url(): string {
    return /API +(\S+)/.exec(this.output)?.[1] ?? '';
  }

  get mailboxUrl(): string {
    return /Mailbox +(\S+)/.exec(this.output)?.[1] ?? '';
  }

  /** Its exit code, once its last words have been read; null when a signal ended it. */
  async end(signal?: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const closed = once(this.child, 'close');
    if (signal !== undefined) this.child.kill(signal);
    await closed;
    return this.child.exitCode;
  }
}
