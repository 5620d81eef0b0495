import { backOff } from '../../database/retry';

/** How often a repetition looks after the request that began the work, for about a second, before it carries on in its place. */
const LOOKS = 6;

/** Looks again and again while what another request has begun is under way, and returns what it saw last. */
export async function watch<T>(look: () => Promise<T>, isUnderWay: (seen: T) => boolean): Promise<T> {
  for (let looks = 1; ; looks++) {
    const seen = await look();
    if (looks > LOOKS || !isUnderWay(seen)) return seen;
    await backOff(looks);
  }
}
