import type { ChunkMessage, ImportHead } from './import';

/** The messages that an import's turning READY means: one a chunk; any other change of the table means none. */
export function chunksToQueue(
  before: Partial<ImportHead> | undefined,
  after: Partial<ImportHead> & Pick<ImportHead, 'import_id'>,
): ChunkMessage[] {
  if (after.status !== 'READY' || before?.status === 'READY') return [];
  return Array.from({ length: after.chunks ?? 0 }, (_, chunk) => ({ import_id: after.import_id, chunk }));
}
