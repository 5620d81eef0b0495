import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { documents } from './document-header';
import { DinexError } from '../kernel/errors';
import { IDEMPOTENCY_KEY_POINTER, IdempotencyKey } from '../kernel/idempotency-key';
import { DinexRequest, pathOf } from './request';

const MAX_LENGTH = 255;
const QUOTED = new RegExp(`^"((?:[ !#-\\[\\]-~]|\\\\["\\\\]){1,${MAX_LENGTH}})"$`);
const BARE = new RegExp(`^[!#-+\\--~]{1,${MAX_LENGTH}}$`);

/**
 * Returns the key of a header; `undefined` without the header. The draft wants a structured-field string in quotes; most clients send
 * the bare characters, so both mean the same key.
 *
 * @throws DinexError `malformed`
 */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const key = QUOTED.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1') ?? (BARE.test(text) ? text : '');
  if (key.length > 0) return key;
  const detail = `takes one key of 1 to ${MAX_LENGTH} printable ASCII characters, e.g. "7d3b1c52-8f0e-4a7e-9a57-0a8f2f0d9c11"`;
  throw new DinexError('malformed', `Idempotency-Key ${detail}.`, {
    errors: [{ pointer: IDEMPOTENCY_KEY_POINTER, detail, in: 'header' }],
  });
}

/**
 * Returns the fingerprint that tells bodies apart by content: SHA-256 of their canonical JSON (RFC 8785). No body counts as an empty
 * object.
 */
export const hashOf = (body: unknown = {}): string =>
  createHash('sha256')
    .update(String(canonicalize(body)))
    .digest('hex');

/** Express takes a path in any case and with a slash behind it: all of them are one request. */
const canonicalPath = (request: DinexRequest): string =>
  pathOf(request)
    .replace(/(?<=.)\/+$/, '')
    .toLowerCase();

/** Hands a handler the request's idempotency key: `@IdempotencyKeyHeader() key: IdempotencyKey | undefined`. */
export const IdempotencyKeyHeader = createParamDecorator(
  (_: unknown, context: ExecutionContext): IdempotencyKey | undefined => {
    const request = context.switchToHttp().getRequest<DinexRequest>();
    const header = request.headers['idempotency-key'];
    const key = parseIdempotencyKey(Array.isArray(header) ? header.join(', ') : header);
    if (key === undefined) return undefined;
    return { key, method: request.method, path: canonicalPath(request), body_hash: hashOf(request.body) };
  },
  [
    documents({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Makes this request safe to repeat for 24 hours: a repetition gets the first answer. The same key with another body is 422.',
      schema: { type: 'string', pattern: `${QUOTED.source}|${BARE.source}` },
    }),
  ],
);
