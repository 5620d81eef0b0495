import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { documents } from './document-header';
import { DinexError } from '../kernel/errors';
import { DinexRequest, pathOf } from './request';

/** A client's wish that its request be carried out once, and what tells a repetition from another request. */
export interface IdempotencyKey {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** SHA-256 of the body with its keys in order: the same JSON written differently is the same request. */
  readonly body_hash: string;
}

const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const BARE = /^[\x21\x23-\x2b\x2d-\x7e]+$/;
const MAX_LENGTH = 255;

/**
 * The draft wants a structured-field string in quotes; most clients send the bare characters, so both mean the same key.
 *
 * @throws DinexError `malformed`
 */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const key = QUOTED.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1') ?? (BARE.test(text) ? text : '');
  if (key.length > 0 && key.length <= MAX_LENGTH) return key;
  const detail = `takes one key of 1 to ${MAX_LENGTH} printable ASCII characters, e.g. "7d3b1c52-8f0e-4a7e-9a57-0a8f2f0d9c11"`;
  throw new DinexError('malformed', `Idempotency-Key ${detail}.`, {
    errors: [{ pointer: '#/Idempotency-Key', detail, in: 'header' }],
  });
}

/** JSON with every object's keys in order. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

export const hashOf = (body: unknown): string => createHash('sha256').update(canonicalJson(body)).digest('hex');

/** Express takes a path in any case and with a slash behind it: all of them are one request. */
const canonicalPath = (request: DinexRequest): string =>
  pathOf(request)
    .replace(/(?<=.)\/+$/, '')
    .toLowerCase();

/** `@IdempotencyKeyHeader() key: IdempotencyKey | undefined` */
export const IdempotencyKeyHeader = createParamDecorator(
  (_: unknown, context: ExecutionContext): IdempotencyKey | undefined => {
    const request = context.switchToHttp().getRequest<DinexRequest>();
    const header = request.headers['idempotency-key'];
    const key = parseIdempotencyKey(Array.isArray(header) ? header.join(', ') : header);
    if (key === undefined) return undefined;
    return { key, method: request.method, path: canonicalPath(request), body_hash: hashOf(request.body ?? {}) };
  },
  [
    documents({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Makes this request safe to repeat for 24 hours: a repetition gets the first answer. The same key with another body is 422.',
      schema: { type: 'string', minLength: 1, maxLength: 257, example: '"7d3b1c52-8f0e-4a7e-9a57-0a8f2f0d9c11"' },
    }),
  ],
);
