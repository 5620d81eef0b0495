import { ApiExtension } from '@nestjs/swagger';

/** What a decorator tells `openapi-document.ts` about an operation; it turns the marks into headers and statuses, and removes them. */
export const MARKS = { versioned: 'x-dinex-versioned', located: 'x-dinex-located' } as const;

/** Puts one of the marks on a handler. */
export const mark = (name: keyof typeof MARKS): MethodDecorator => ApiExtension(MARKS[name], true);
