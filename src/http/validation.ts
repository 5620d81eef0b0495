import { ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { instanceToPlain, plainToInstance, Transform } from 'class-transformer';
import { validate, validateSync, ValidationError } from 'class-validator';
import { DinexError, FieldError, invalid } from '../kernel/errors';
import { pointerStep } from '../kernel/json-pointer';
import { listsWithinLists } from './nested-lists';
import { isRecord } from '../kernel/record';

/** How many faults are told: enough to mend a request by; ten thousand wrong rows need no ten thousand lines. */
const MAX_REPORTED = 50;

const PLACES: Partial<Record<ArgumentMetadata['type'], FieldError['in']>> = { query: 'query', param: 'path' };

/**
 * Validates bodies, queries and path parameters against their DTO classes: unknown fields are refused, nothing is converted
 * behind the DTO's back, and each fault has a pointer.
 */
@Injectable()
export class DtoPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      transformOptions: { exposeDefaultValues: true },
      // Given them, Nest does not look for the packages at run time, where a bundle has none.
      validatorPackage: { validate },
      transformerPackage: { plainToInstance, classToPlain: instanceToPlain },
      exceptionFactory: (errors) => new ValidationFailure(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && this.toValidate(metadata)) refuseOtherShapes(value);
    if (metadata.type === 'query' && metadata.data === undefined) refuseRepetitions(value);
    try {
      const dto: unknown = await super.transform(value, metadata);
      const errors = metadata.type === 'body' ? listsWithinLists(dto) : [];
      if (errors.length > 0) throw asDinexError(errors);
      return dto;
    } catch (error) {
      if (!(error instanceof ValidationFailure)) throw error;
      throw asDinexError(fieldErrors(error.errors, PLACES[metadata.type]));
    }
  }
}

/** Turns a query's text into the number it spells, and leaves all else to the validators beside it. */
export const NumericQuery = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}(\.\d{1,12})?$/.test(value) ? Number(value) : value,
  );

class ValidationFailure extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('Validation failed');
  }
}

/** A missing body is an empty one; any other non-object would pass a DTO whose fields are all optional. */
function refuseOtherShapes(value: unknown): void {
  if (value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))) return;
  throw invalid('#', 'The body must be a JSON object.');
}

function refuseRepetitions(query: unknown): void {
  const parameters = isRecord(query) ? query : {};
  const reserved = Object.keys(parameters).filter((name) => name in Object.prototype);
  if (reserved.length > 0)
    throw asDinexError(
      reserved.map((name) => ({ pointer: `#${pointerStep(name)}`, detail: 'is not a known field', in: 'query' })),
    );
  const repeated = Object.entries(parameters).filter(([, value]) => Array.isArray(value));
  if (repeated.length === 0) return;
  throw asDinexError(
    repeated.map(([name]) => ({ pointer: `#${pointerStep(name)}`, detail: 'is given more than once', in: 'query' })),
  );
}

function asDinexError(errors: readonly FieldError[]): DinexError {
  const [first] = errors;
  const detail =
    errors.length === 1 && first !== undefined
      ? `${first.pointer} ${first.detail}.`
      : `${errors.length} fields are wrong; see errors.`;
  return new DinexError('invalid', detail, { errors: errors.slice(0, MAX_REPORTED) });
}

/** Returns the DTO that a plain value makes, or each of its faults: what the pipe does for bodies, for a value from elsewhere. */
export function readDto<Dto extends object>(type: new () => Dto, plain: object): Dto | readonly FieldError[] {
  const dto = plainToInstance(type, plain, { exposeDefaultValues: true });
  const options = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false };
  const errors = [...fieldErrors(validateSync(dto, options)), ...listsWithinLists(dto)];
  return errors.length > 0 ? errors.slice(0, MAX_REPORTED) : dto;
}

/** Flattens class-validator's tree: one entry per wrong field. */
export function fieldErrors(errors: readonly ValidationError[], where?: FieldError['in'], base = '#'): FieldError[] {
  return errors.flatMap((error) => {
    const pointer = base + pointerStep(error.property);
    const children = fieldErrors(error.children ?? [], where, pointer);
    if (error.constraints === undefined) return children;
    const detail = detailOf(error, error.constraints);
    return [where === undefined ? { pointer, detail } : { pointer, detail, in: where }, ...children];
  });
}

function detailOf({ property, value }: ValidationError, constraints: Readonly<Record<string, string>>): string {
  if ('whitelistValidation' in constraints) return 'is not a known field';
  if (value === undefined) return 'is required';
  const own = Object.values(constraints).map((message) =>
    message.startsWith(`${property} `) ? message.slice(property.length + 1) : message,
  );
  return own.join('; ');
}
