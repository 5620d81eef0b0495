import { ApiExtension } from '@nestjs/swagger';

/** What a decorator tells `openapi-document.ts` about an operation; it turns the marks into headers and statuses, and removes them. */
export const MARKS = { versioned: 'x-dinex-versioned', located: 'x-dinex-located' } as const;

/** Where a decorator leaves what each content type of a file looks like, until `openapi-document.ts` makes the body of it. */
export const CONTENTS = 'x-dinex-contents';

/** Puts one of the marks on a handler. */
export const mark = (name: keyof typeof MARKS): MethodDecorator => ApiExtension(MARKS[name], true);
