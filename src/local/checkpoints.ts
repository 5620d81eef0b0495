import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { PlatformError } from './platform-error';
import { mapOf, text } from '../kernel/shape';

type Positions = Readonly<Record<string, string>>;

/** Keeps the last sequence number of each shard that was handled, in a file, so that after `kill -9` at most a batch is repeated. */
export class Checkpoints {
  private constructor(
    private readonly file: string | undefined,
    private positions: Positions,
  ) {}

  static open(file?: string): Checkpoints {
    return new Checkpoints(file, file === undefined || !existsSync(file) ? {} : readPositions(file));
  }

  get(stream: string, shard: string): string | undefined {
    return this.positions[`${stream} ${shard}`];
  }

  set(stream: string, shard: string, sequenceNumber: string): void {
    this.positions = { ...this.positions, [`${stream} ${shard}`]: sequenceNumber };
    if (this.file === undefined) return;
    // Renaming replaces the file whole or not at all.
    writeFileSync(`${this.file}.new`, JSON.stringify(this.positions, null, 1));
    renameSync(`${this.file}.new`, this.file);
  }
}

function readPositions(file: string): Positions {
  try {
    return mapOf(text)(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new PlatformError(
      `${file} is damaged: delete it, and every change of the streams is handled once more (none is sent twice).`,
      error,
    );
  }
}
