import Ajv, { ValidateFunction } from 'ajv';
import { document, Operation, Schema } from './document';

/** Undocumented members of a success are errors of the document; a problem has extension members by design. */
const strict = (schema: Schema): Schema =>
  schema.properties === undefined || schema.additionalProperties !== undefined
    ? schema
    : { ...schema, additionalProperties: false };

const schemas = Object.fromEntries(
  Object.entries(document.components.schemas).map(([name, schema]) => [
    name,
    name === 'ProblemDocument' ? schema : strict(schema),
  ]),
);
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'document', components: { schemas } });
const compiled = new Map<string, ValidateFunction>();

function validator(schema: Schema): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/components', '"document#/components');
  const known = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object);
  compiled.set(text, known);
  return known;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export const isJson = ({ type }: Pick<Answer, 'type'>): boolean => /^application\/([\w-]+\+)?json\b/.test(type);

/** What is wrong with an answer by the document: nothing, one hopes. */
export function wrongWith(operation: Operation, { status, type, text }: Answer): string | undefined {
  // A busy machine may keep a store from answering in time: that is what 503 is for.
  if (status >= 500 && status !== 503) return `answered ${status}`;
  const documented = operation.responses[String(status)];
  if (documented === undefined) return `${status} is not documented`;
  if (/node_modules|\bat \w+ \(|\.js:\d+/.test(text)) return 'shows a stack trace';
  if (documented.content === undefined) return text === '' ? undefined : 'has an undocumented body';
  const mediaType = type.split(';')[0] ?? '';
  const schema = documented.content[mediaType]?.schema;
  if (schema === undefined) return `has the undocumented content type ${mediaType}`;
  const validate = validator(schema);
  const body: unknown = isJson({ type }) ? JSON.parse(text) : text;
  if (!validate(body)) return `does not match its schema: ${ajv.errorsText(validate.errors)}`;
  // A page for people needs no status inside.
  return status >= 400 && isJson({ type }) && (body as { status: unknown }).status !== status
    ? 'has another status inside'
    : undefined;
}
