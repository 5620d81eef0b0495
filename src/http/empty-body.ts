/** The body of a request that says all in its path: none, or an empty object. */
export class EmptyBody {}
