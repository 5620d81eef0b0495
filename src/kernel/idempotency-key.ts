/** What tells a request that its client wants carried out once from others (draft-ietf-httpapi-idempotency-key-header). */
export interface IdempotencyKey {
  /** The key as the client chose it, without quotes. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** SHA-256 of the body in canonical JSON (RFC 8785), in hexadecimal: the same JSON written differently is the same request. */
  readonly body_hash: string;
}

/** Where a problem with the key itself is. */
export const IDEMPOTENCY_KEY_POINTER = '#/Idempotency-Key';
