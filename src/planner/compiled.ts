const kept = new Map<string, unknown>();

/**
 * Keeps the code compiled that was compiled for these objects. V8 compiles for the hidden classes it has met and throws the
 * code away when the last object of such a class is collected, which is what happens between two plans: a planner that was
 * warm is cold again. So each part of a search leaves its objects of the latest plan here, until the next one's replace them.
 */
export function keepCompiled(part: string, objects: unknown): void {
  kept.set(part, objects);
}
