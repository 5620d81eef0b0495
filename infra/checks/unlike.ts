import { Match } from 'aws-cdk-lib/assertions';
import type { Entry, Properties } from './template';

/** Where the resource differs from what it has to contain. */
export function unlike(entry: Entry | undefined, what: string, pattern: Properties): string[] {
  if (entry === undefined) return [`${what} is missing`];
  return Match.objectLike(pattern)
    .test(entry[1])
    .toHumanStrings()
    .map((difference) => `${what}: ${difference}`);
}
