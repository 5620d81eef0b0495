import { instant, listOf, objectOf, optional, Read, text, whole } from '../kernel/shape';

/** What a message bears beside its event when it comes back for the channels whose services were sending too much. */
export interface Postponement {
  /** The channels that are left to tell; every other one was told, or fails by the tries of the message before. */
  readonly channels: readonly string[];
  /** How often it has been put off: 1 at first. */
  readonly times: number;
  /** RFC 3339 UTC: when it was put off first. */
  readonly since: string;
}

const postponement = objectOf<Postponement>({ channels: listOf(text), times: whole, since: instant });
const carrier = objectOf<{ readonly postponed?: Postponement }>({ postponed: optional(postponement) });

/**
 * Returns why a message comes back; `undefined` for one that comes for the first time.
 *
 * @throws Misfit that names the field which keeps it from being read.
 */
export const readPostponement: Read<Postponement | undefined> = (message) => carrier(message).postponed;

/** The first wait is this long at most, in seconds; each further one may be twice as long, up to what SQS holds a message back. */
const FIRST_WAIT_SECONDS = 20;
const LONGEST_WAIT_SECONDS = 900;
const SHORTEST_WAIT_SECONDS = 2;

/**
 * Returns how many whole seconds a message waits that has been put off `times` times: drawn evenly below a bound that doubles, so that
 * a campaign's letters spread out instead of meeting again ("full jitter", Brooker, AWS Architecture Blog, 2015).
 *
 * @param random from 0 up to, not including, 1.
 */
export function waitSeconds(times: number, random: number): number {
  const longest = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.max(0, times - 1));
  return Math.floor(SHORTEST_WAIT_SECONDS + random * (longest - SHORTEST_WAIT_SECONDS + 1));
}

/** How long a message is put off for: what was to be told a day ago would mislead, and an operator should know. */
const GIVEN_UP_AFTER_MS = 24 * 3_600_000;

/**
 * Returns how a message bears that these channels are left to tell, or `undefined` where it has been put off for a day: then they
 * count as failed.
 *
 * @param now milliseconds since 1970.
 */
export function postpone(
  before: Postponement | undefined,
  channels: readonly string[],
  now: number,
): Postponement | undefined {
  const since = before?.since ?? new Date(now).toISOString();
  if (now - Date.parse(since) > GIVEN_UP_AFTER_MS) return undefined;
  return { channels, times: (before?.times ?? 0) + 1, since };
}
