import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

type Positions = Record<string, string>;

/** The last sequence number of each shard that was handled; in a file, so that `kill -9` repeats at most a batch. */
export class Checkpoints {
  private constructor(
    private readonly file: string | undefined,
    private readonly positions: Positions,
  ) {}

  static open(file?: string): Checkpoints {
    return new Checkpoints(
      file,
      file === undefined || !existsSync(file) ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Positions),
    );
  }

  get(stream: string, shard: string): string | undefined {
    return this.positions[`${stream} ${shard}`];
  }

  set(stream: string, shard: string, sequenceNumber: string): void {
    this.positions[`${stream} ${shard}`] = sequenceNumber;
    if (this.file === undefined) return;
    // Renaming replaces the file whole or not at all.
    writeFileSync(`${this.file}.new`, JSON.stringify(this.positions, null, 1));
    renameSync(`${this.file}.new`, this.file);
  }
}
