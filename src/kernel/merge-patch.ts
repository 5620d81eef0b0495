import { isRecord } from './record';

/** A JSON Merge Patch (RFC 7396) of `T`: what is absent stays, `null` removes what may be absent, and lists are replaced whole. */
export type MergePatch<T> = {
  readonly [Name in keyof T]?: Patched<Exclude<T[Name], undefined>> | (undefined extends T[Name] ? null : never);
};

/** How one field is patched: where it may be a text or an object, each as what it is. */
type Patched<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? string extends keyof Value
      ? { readonly [Name in keyof Value]: Value[Name] | null }
      : MergePatch<Value>
    : Value;

/** Returns the target with the patch applied, at every depth; neither of the two changes. */
export function applyMergePatch<T extends object>(target: T, patch: MergePatch<T>): T {
  const merged = new Map<string, unknown>(Object.entries(target));
  for (const [name, change] of Object.entries<unknown>(patch)) {
    const standing = merged.get(name);
    if (change === null) merged.delete(name);
    else if (isRecord(change)) merged.set(name, applyMergePatch(isRecord(standing) ? standing : {}, change));
    else if (change !== undefined) merged.set(name, change);
  }
  // Each name is the target's or the patch's, and a patch holds values of the target's own types.
  return Object.fromEntries(merged) as T;
}
