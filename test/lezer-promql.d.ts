/** The package ships no types; this is the part of its parser that the tests use. */
declare module 'lezer-promql' {
  interface NodeType {
    readonly name: string;
    readonly isError: boolean;
  }
  interface Tree {
    iterate(visitor: { enter: (type: NodeType, from: number, to: number) => void }): void;
  }
  export const parser: { parse(query: string): Tree };
}
