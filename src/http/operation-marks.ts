import { ApiExtension } from '@nestjs/swagger';

/** What a decorator tells `openapi-document.ts` about an operation; it turns the marks into headers and statuses, and removes them. */
export const MARKS = { versioned: 'x-dinex-versioned', located: 'x-dinex-located' } as const;

/** Where a decorator leaves what each content type of a file looks like, until `openapi-document.ts` makes the body of it. */
export const CONTENTS = 'x-dinex-contents';

/** Puts one of the marks on a handler. */
export const mark = (name: keyof typeof MARKS): MethodDecorator => ApiExtension(MARKS[name], true);

/** Where a decorator leaves what the page fills in, until `openapi-document.ts` puts it where it belongs. */
export const EXAMPLE = 'x-dinex-example';

/** What the page fills in for an operation, word for word a request that works on a fresh start. */
export interface RequestExample {
  /** A JSON body. */
  readonly body?: object;
  /** Optional parameters: without one here they stay empty. */
  readonly query?: Readonly<Record<string, string>>;
}

/** Gives an operation the request that its page begins with. Nothing else fills in what is optional. */
export const Example = (example: RequestExample): MethodDecorator => ApiExtension(EXAMPLE, example);
