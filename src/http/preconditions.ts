import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import { documents } from './document-header';
import { DinexError } from '../kernel/errors';
import type { DinexRequest } from './request';

/** A version that no resource ever has: what a well-formed tag that can never match stands for. */
export const NEVER_CURRENT = -1;

const ENTITY_TAG = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;
/** What the document says of an entity tag: characters beyond ASCII, which nobody sends, are left out, as not all that read a pattern know them. */
const ASCII_TAG = '^([*]|(W/)?"[!#-~]*")$';
const OWN_TAG = /^"(0|[1-9]\d{0,14})"$/;

/** Returns the `ETag` of a version. */
export const entityTag = (version: number): string => `"${version}"`;

/**
 * Returns the version that `If-Match` asks for; `undefined` where it asks for none or for any (`*`). A weak or foreign tag matches
 * nothing (RFC 9110, 13.1.1), so it reads as `NEVER_CURRENT` and the request ends with 412 as for any stale one.
 *
 * @throws DinexError `malformed` for what is no entity tag, and for lists: no client has use for one, and they would cost a
 * condition each.
 */
export function parseIfMatch(header: string | undefined): number | undefined {
  const tag = header?.trim();
  if (tag === undefined || tag === '*') return undefined;
  if (!ENTITY_TAG.test(tag))
    throw new DinexError('malformed', 'If-Match takes one entity tag as ETag gave it, e.g. "3".', {
      errors: [{ pointer: '#/If-Match', detail: 'is not one entity tag', in: 'header' }],
    });
  const version = OWN_TAG.exec(tag)?.[1];
  return version === undefined ? NEVER_CURRENT : Number(version);
}

/** Whether `If-None-Match` names the version: any listed tag does, compared weakly (RFC 9110, 13.1.2). */
export function matchesIfNoneMatch(header: string | undefined, version: number): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(entityTag(version));
}

const HEADER = {
  name: 'If-Match',
  required: false,
  description: 'The `ETag` of the version that this change was made for; 412 if it is no longer current.',
  schema: { type: 'string', pattern: ASCII_TAG },
} as const;

/** `@IfMatch() version: number | undefined` */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number | undefined =>
    parseIfMatch(context.switchToHttp().getRequest<DinexRequest>().headers['if-match']),
  [documents(HEADER)],
);
