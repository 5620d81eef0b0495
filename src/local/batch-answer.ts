/**
 * Returns which items of a batch are left undone by what its handler returned, which is read as Lambda's event source mappings read it
 * (ReportBatchItemFailures): nothing means none, and what makes no sense means all.
 */
export function undone(answer: unknown, ids: readonly string[]): ReadonlySet<string> {
  const failures = failuresOf(answer);
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return new Set(ids);
  const failed = failures.map((failure: unknown) => member(failure, 'itemIdentifier'));
  const known = failed.every((id) => typeof id === 'string' && ids.includes(id));
  return new Set(known ? (failed as string[]) : ids);
}

const failuresOf = (answer: unknown): unknown => member(answer, 'batchItemFailures');

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
