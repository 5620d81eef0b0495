/** Something that keeps the embedded platform from starting; its message is one line that tells the person what to do. */
export class PlatformError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PlatformError';
  }
}
