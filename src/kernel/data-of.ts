/** The fields of a class, at every depth, without the class: what is spread, copied and stored. */
export type DataOf<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly DataOf<Item>[]
    : { readonly [Name in keyof T]: DataOf<T[Name]> };
