import { memberOf } from '../kernel/record';

/**
 * Returns which items of a batch are left undone by what its handler returned, which is read as Lambda's event source mappings read it
 * (ReportBatchItemFailures): nothing means none, and what makes no sense means all.
 */
export function undone(answer: unknown, ids: readonly string[]): ReadonlySet<string> {
  const failures = failuresOf(answer);
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return new Set(ids);
  const failed = failures.map((failure: unknown) => memberOf(failure, 'itemIdentifier'));
  const known = ids.filter((id) => failed.includes(id));
  return new Set(failed.every((id) => known.some((one) => one === id)) ? known : ids);
}

const failuresOf = (answer: unknown): unknown => memberOf(answer, 'batchItemFailures');
