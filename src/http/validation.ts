import { ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { instanceToPlain, plainToInstance, Transform } from 'class-transformer';
import { validate, validateSync, ValidationError } from 'class-validator';
import { DinexError, FieldError, invalid } from '../kernel/errors';
import { pointerStep } from '../kernel/json-pointer';
import { isRecord } from '../kernel/record';
import { membersOf, misshapen } from './body-shape';

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
    if (metadata.type === 'body' && metadata.metatype !== undefined && this.toValidate(metadata))
      // What `toValidate` lets through is a class of ours, none of which takes arguments.
      return bodyOf(metadata.metatype as Class, value);
    if (metadata.type === 'query' && metadata.data === undefined) refuseRepetitions(value);
    try {
      const dto: unknown = await super.transform(value, metadata);
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

type Class<Dto extends object = object> = new () => Dto;

/** A missing body is an empty one; any other non-object would pass a DTO whose fields are all optional. */
function bodyOf(type: Class, value: unknown = {}): object {
  if (!isRecord(value)) throw invalid('#', 'The body must be a JSON object.');
  const faults: FieldError[] = [];
  const dto = read(type, value, MAX_REPORTED, faults);
  if (dto === undefined) throw asDinexError(faults);
  return dto;
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

/** Returns the DTO that a plain value makes, or up to `atMost` of its faults: for bodies, and for values from elsewhere. */
export function readDto<Dto extends object>(
  type: Class<Dto>,
  plain: object,
  atMost = MAX_REPORTED,
): Dto | readonly FieldError[] {
  const faults: FieldError[] = [];
  return read(type, plain, atMost, faults) ?? faults;
}

function read<Dto extends object>(
  type: Class<Dto>,
  plain: object,
  atMost: number,
  faults: FieldError[],
): Dto | undefined {
  faults.push(...misshapen(type, plain, atMost));
  if (faults.length > 0) return undefined;
  const dto = plainToInstance(type, plain, { exposeDefaultValues: true });
  faults.push(...faultsOf(type, dto, atMost).slice(0, atMost));
  return faults.length > 0 ? undefined : dto;
}

const OPTIONS = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false };
/** Items of a list that are validated with the object that holds it; none of our lists needs more. */
const FIRST_ITEMS = 10;

/** Validates item by item what a list has beyond the first few: a hundred wrong ones need no more than the first faults to be refused. */
function faultsOf(type: Class, dto: object, atMost: number): FieldError[] {
  // Only properties that the class declares are looked up and put back.
  const holder = dto as Record<string, unknown>;
  const lists = [...membersOf(type)].flatMap(([name, { list, part }]) => {
    const items: unknown = holder[name];
    const isLong = list && part !== undefined && isList(items) && items.length > FIRST_ITEMS;
    return isLong ? [{ name, items }] : [];
  });
  for (const { name, items } of lists) holder[name] = items.slice(0, FIRST_ITEMS);
  const faults = fieldErrors(validateSync(dto, OPTIONS));
  for (const { name, items } of lists) {
    holder[name] = items;
    for (let i = FIRST_ITEMS; i < items.length && faults.length < atMost; i++) {
      const item: unknown = items[i];
      const at = `#${pointerStep(name)}/${i}`;
      if (isRecord(item)) faults.push(...fieldErrors(validateSync(item, OPTIONS), undefined, at));
      else faults.push({ pointer: at, detail: 'must be an object' });
    }
  }
  return faults;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Flattens class-validator's tree: one entry per wrong field. */
export function fieldErrors(errors: readonly ValidationError[], where?: FieldError['in'], base = '#'): FieldError[] {
  return errors.flatMap((error) => {
    const pointer = base + pointerStep(error.property);
    const children = fieldErrors(error.children ?? [], where, pointer);
    if (error.constraints === undefined) return children;
    const detail = detailOf(error, error.constraints);
    const fault = where === undefined ? { pointer, detail } : { pointer, detail, in: where };
    // What has another shape than it should has no parts that could be right.
    return shapeFault(error.constraints) === undefined ? [fault, ...children] : [fault];
  });
}

function detailOf({ property, value }: ValidationError, constraints: Readonly<Record<string, string>>): string {
  if ('whitelistValidation' in constraints) return 'is not a known field';
  if (value === undefined) return 'is required';
  const shape = shapeFault(constraints);
  const own = (shape === undefined ? Object.values(constraints) : [shape]).map((message) =>
    message.startsWith(`${property} `) ? message.slice(property.length + 1) : message,
  );
  return [...new Set(own)].join('; ');
}

/** Returns what is wrong with a value that is no list or no object where it should be one; all else that is said of it follows from that. */
const shapeFault = ({ isArray, isObject }: Readonly<Record<string, string>>): string | undefined => isArray ?? isObject;
