import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';

const LONG_REQUEST = 'dinex:long-request';
const TEXT_BODY = 'dinex:text-body';

/** Gives a handler `LONG_REQUEST_DEADLINE_MS` in place of `REQUEST_DEADLINE_MS`, both counted from the arrival of the request. */
export const LongRequest = (): MethodDecorator => SetMetadata(LONG_REQUEST, true);

/** The form of a body that is handed on as text. */
export interface TextBodyForm {
  /** The content types that are taken, without parameters. */
  readonly types: readonly string[];
  readonly maxBytes: number;
}

/** Hands a handler its body as text of one of these content types, in place of JSON. */
export const TextBody = (form: TextBodyForm): MethodDecorator =>
  applyDecorators(SetMetadata(TEXT_BODY, form), ApiConsumes(...form.types));

/** What the decorators above say of one handler. */
export interface RouteNeeds {
  readonly long: boolean;
  readonly textBody: TextBodyForm | undefined;
}

/** Reads what a handler needs of its request; a handler without decorators needs nothing special. */
export const needsOf = (handler: object): RouteNeeds => ({
  long: Reflect.getMetadata(LONG_REQUEST, handler) === true,
  // The decorator above is the only one that writes under this key.
  textBody: Reflect.getMetadata(TEXT_BODY, handler) as TextBodyForm | undefined,
});
