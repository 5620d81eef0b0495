/** `T` as it is once stored or sent: a member that may be `undefined` is one that may be absent. */
export type Present<T> = Flat<
  { [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name] } & {
    [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
  }
>;
type Flat<T> = { [Name in keyof T]: T[Name] };

/**
 * Returns the object without the members whose value is `undefined`: `{ ...order, ...present({ route_id }) }`. Neither the store, nor
 * JSON, nor exact optional types take an `undefined` for an absent member.
 */
export function present<const T extends object>(members: T): Present<T> {
  const kept: Partial<T> = {};
  for (const name in members) if (members[name] !== undefined) kept[name] = members[name];
  // TypeScript does not follow that the loop has copied each member that is there.
  return kept as Present<T>;
}
