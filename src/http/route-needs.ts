import { present } from '../kernel/present';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { CONTENTS } from './operation-marks';
import { FORM } from './upload';

const LONG_REQUEST = 'dinex:long-request';
const FILE_BODY = 'dinex:file-body';

/** Gives a handler `LONG_REQUEST_DEADLINE_MS` in place of `REQUEST_DEADLINE_MS`, both counted from the arrival of the request. */
export const LongRequest = (): MethodDecorator => SetMetadata(LONG_REQUEST, true);

/** The form of a body that is a file. */
export interface FileBodyForm {
  /** The content types that are taken, without parameters; `multipart/form-data` for what browsers' forms send. */
  readonly types: readonly string[];
  readonly maxBytes: number;
  /** Whether a browser's form is handed on as it is, instead of the file that it holds. */
  readonly wholeForm?: true;
  /** A file of each type, for the document; a form has none. */
  readonly examples?: Readonly<Record<string, string>>;
}

/** Hands a handler its body as the `Upload` of a file of one of these content types, in place of JSON. */
export const FileBody = (form: FileBodyForm): MethodDecorator =>
  applyDecorators(SetMetadata(FILE_BODY, form), ApiExtension(CONTENTS, contentsOf(form)));

const contentsOf = ({ types, examples = {}, wholeForm }: FileBodyForm): object =>
  Object.fromEntries(
    types.map((type) => [
      type,
      type === FORM && wholeForm !== true
        ? A_FORM
        : { schema: { type: 'string', minLength: 1 }, ...present({ example: examples[type] }) },
    ]),
  );

const A_FORM = {
  schema: {
    type: 'object',
    required: ['file'],
    additionalProperties: false,
    properties: { file: { type: 'string', format: 'binary', description: 'The file; it is the only field.' } },
  },
};

/** What the decorators above say of one handler. */
export interface RouteNeeds {
  readonly long: boolean;
  readonly fileBody: FileBodyForm | undefined;
}

/** Reads what a handler needs of its request; a handler without decorators needs nothing special. */
export const needsOf = (handler: object): RouteNeeds => ({
  long: Reflect.getMetadata(LONG_REQUEST, handler) === true,
  // The decorator above is the only one that writes under this key.
  fileBody: Reflect.getMetadata(FILE_BODY, handler) as FileBodyForm | undefined,
});
