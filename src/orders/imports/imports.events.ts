import { filledText, objectOf, optional, pick, Shape, whole } from '../../kernel/shape';
import { present } from '../../kernel/present';
import type { TableStream } from '../../messaging/table-stream';
import type { ChunkMessage, ImportHead, ImportStatus } from './import';

const READY: ImportStatus = 'READY';

const readReady = objectOf<Pick<ImportHead, 'import_id' | 'chunks' | 'correlation_id'>>({
  import_id: filledText,
  chunks: whole,
  correlation_id: optional(filledText),
});

/** Tells the relay what changes of the imports table mean: an import that turns READY means a message for each chunk; chunks and references mean none. */
export const importsStream: TableStream = {
  table: 'imports',
  messagesOf: ({ before, after }) => {
    if (after.status !== READY || before?.status === READY) return [];
    const { import_id, chunks, correlation_id } = readReady(after);
    return Array.from({ length: chunks }, (_, chunk) => ({
      to: 'orders',
      body: { import_id, ...present({ correlation_id }), chunk } satisfies ChunkMessage,
    }));
  },
};

const CHUNK: Shape<ChunkMessage> = { import_id: filledText, chunk: whole, correlation_id: optional(filledText) };
const readChunk = objectOf(CHUNK);

/**
 * Returns a message as the chunk that it names; fields of a later version are left out.
 *
 * @throws Misfit that names the field which keeps it from being one.
 */
export const readChunkMessage = (message: unknown): ChunkMessage => pick(CHUNK, readChunk(message));
