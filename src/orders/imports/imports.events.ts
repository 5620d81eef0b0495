import { optionalTextIn, textIn } from '../../kernel/untrusted';
import type { TableStream } from '../../messaging/table-stream';
import type { ChunkMessage, ImportStatus } from './import';

const READY: ImportStatus = 'READY';

/** The imports table's stream: an import that turns READY means a message for each chunk; chunks and references mean none. */
export const importsStream: TableStream = {
  table: 'imports',
  messagesOf: ({ before, after }) => {
    if (after.status !== READY || before?.status === READY) return [];
    const told = { import_id: textIn(after, 'import_id'), ...optionalTextIn(after, 'correlation_id') };
    if (typeof after.chunks !== 'number') throw new Error('chunks is not a number');
    return Array.from({ length: after.chunks }, (_, chunk) => ({
      to: 'orders',
      body: { ...told, chunk } satisfies ChunkMessage,
    }));
  },
};

/** @throws Error that names the field which keeps a message from being one. */
export function readChunkMessage(message: Readonly<Record<string, unknown>>): ChunkMessage {
  if (typeof message.chunk !== 'number' || !Number.isInteger(message.chunk)) throw new Error('chunk is not an integer');
  return {
    import_id: textIn(message, 'import_id'),
    chunk: message.chunk,
    ...optionalTextIn(message, 'correlation_id'),
  };
}
