import { textIn } from '../../kernel/untrusted';
import type { StreamRoute } from '../../messaging/stream-route';
import type { ChunkMessage, ImportStatus } from './import';

const READY: ImportStatus = 'READY';

/** The messages that an import's turning READY means, one a chunk; chunks and references of the same table mean none. */
export const importsRoute: StreamRoute = {
  table: 'imports',
  messagesOf: ({ before, after }) => {
    if (after.status !== READY || before?.status === READY) return [];
    const import_id = textIn(after, 'import_id');
    if (typeof after.chunks !== 'number') throw new Error('chunks is not a number');
    return Array.from({ length: after.chunks }, (_, chunk) => ({
      to: 'orders',
      body: { import_id, chunk } satisfies ChunkMessage,
    }));
  },
};

/** @throws Error that names the field which keeps a message from being one. */
export function readChunkMessage(message: Readonly<Record<string, unknown>>): ChunkMessage {
  if (typeof message.chunk !== 'number' || !Number.isInteger(message.chunk)) throw new Error('chunk is not an integer');
  return { import_id: textIn(message, 'import_id'), chunk: message.chunk };
}
