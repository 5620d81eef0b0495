import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NextFunction } from 'express';
import { VERSION } from '../kernel/version';
import { isRecord } from '../kernel/record';
import { present } from '../kernel/present';
import { problemResponse, ProblemStatus } from './api-problems';
import { MERGE_PATCH } from './body';
import { CONTENTS, EXAMPLE, MARKS, RequestExample } from './operation-marks';
import { ProblemDocument } from './problem.dto';
import { alternativeModels } from './properties';
import type { DinexRequest, DinexResponse } from './request';

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
type RequestBody = Exclude<NonNullable<OperationObject['requestBody']>, { $ref: string }>;

const TAGS: Record<string, string> = {
  Orders: 'What shops want delivered.',
  Imports: 'Orders by the thousand, from a file.',
  Tracking: 'What happened to a parcel, and what may happen next.',
  Recipients: 'What the person sees who waits for a parcel, and the link to it.',
  Routes: 'The stops of a driver, in the order of least distance.',
  Days: 'How a day stands, and what a driver has to do on it.',
  Plans: 'Routes for a whole fleet.',
  Fleet: 'Who drives, with which vehicle, and from which depot.',
  Shops: 'Who sends parcels, and with which keys.',
  Changes: 'Who changed what.',
  Health: 'Whether the service works.',
};

const DESCRIPTION = `The backend of a Peruvian last-mile courier: orders, tracking, routes and notifications.

* JSON in snake_case; times are RFC 3339 in UTC with milliseconds; money is integer céntimos of a sol.
* Every failure is an RFC 9457 problem document whose \`errors[].pointer\` names each wrong field.
* Lists take \`limit\` (at most 100) and the \`cursor\` that the page before gave as \`next_cursor\`.
* \`Idempotency-Key\` makes a creating POST safe to repeat; \`ETag\` and \`If-Match\` guard changes.
* \`X-Correlation-Id\` is taken from the request, or made, and found again in answers, problems and logs.`;

/** Returns the OpenAPI document of the application's controllers; `publicRoutes` (`GET /health`) are those that need no credential. */
export function buildDocument(app: INestApplication, publicRoutes: ReadonlySet<string>): OpenAPIObject {
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.0.3')
    .setTitle('DINEX')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setContact('DINEX', 'https://dinex.example', 'soporte@dinex.example')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    // Relative, so that it holds under whatever name and port the document was read from.
    .addServer('/', 'Where this document was read')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'dnx_…', description: "A machine's DINEX key." },
      'key',
    )
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: "A person's token of the OpenID Connect issuer.",
      },
      'token',
    )
    .addSecurityRequirements('key')
    .addSecurityRequirements('token')
    .build();
  const document = SwaggerModule.createDocument(app, options, {
    extraModels: [ProblemDocument, ...alternativeModels()],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    // Nest writes nothing but operations into a path, though OpenAPI knows other members.
    Object.entries(item as Record<string, OperationObject>).map(([method, operation]) => {
      const route = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      if (publicRoutes.has(route)) operation.security = [];
      return [method, operation] as const;
    }),
  );
  for (const [method, operation] of operations) complete(method, operation);
  closeRequestSchemas(
    document,
    operations.map(([, operation]) => operation),
  );
  for (const schema of Object.values(document.components?.schemas ?? {})) spellOutNulls(schema);
  const used = new Set(operations.flatMap(([, operation]) => operation.tags ?? []));
  document.tags = [...used].sort().map((name) => ({ name, description: TAGS[name] ?? name }));
  return document;
}

/** Serves the page at `/docs` and the document at `/openapi.json`. Local only: in a Lambda bundle the page's assets are missing. */
export function serveDocs(app: NestExpressApplication, publicRoutes: ReadonlySet<string>): void {
  // Stricter than a page of scripts and styles can live with is the policy that every other answer has.
  app.use('/docs', (_request: DinexRequest, response: DinexResponse, next: NextFunction) => {
    response.setHeader('Content-Security-Policy', DOCS_POLICY);
    next();
  });
  SwaggerModule.setup('docs', app, () => buildDocument(app, publicRoutes), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'DINEX API',
    swaggerOptions: { displayRequestDuration: true, tryItOutEnabled: true },
  });
}

const DOCS_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/** Adds what follows from an operation's shape, so that no controller has to say it. */
function complete(method: string, operation: OperationObject): void {
  if (method === 'patch') takeMergePatches(operation);
  takeContents(operation);
  takeExample(operation);
  const open = operation.security?.length === 0;
  const statuses: ProblemStatus[] = open ? [429, 431, 500, 503] : [401, 403, 429, 431, 500, 503];
  const parameters = (operation.parameters ?? []).filter((parameter) => 'in' in parameter);
  const headers = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name.toLowerCase());
  if (operation.requestBody !== undefined) statuses.push(400, 413, 415, 422);
  if (parameters.some((parameter) => parameter.in === 'query' || parameter.in === 'path')) statuses.push(422);
  if (headers.includes('if-match')) statuses.push(400, 412);
  if (headers.includes('idempotency-key')) statuses.push(400, 422);
  if (takeMark(operation, MARKS.versioned)) {
    addHeader(operation, 'ETag', 'The version, for If-Match and If-None-Match.', '"3"');
    if (method === 'get') operation.responses['304'] ??= { description: 'If-None-Match names the current version.' };
  }
  if (takeMark(operation, MARKS.located))
    addHeader(operation, 'Location', 'Where the new resource is.', '/orders/0191f0c4-7a3e-7c1d-9a57-0a8f2f0d9c11');
  for (const status of statuses) operation.responses[status] ??= problemResponse(status);
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response === undefined || '$ref' in response) continue;
    response.headers = { ...commonHeaders(status), ...response.headers };
  }
}

/** Gives a file's content types a schema and an example each; Nest knows one for all of them. */
function takeContents(operation: OperationObject & { [CONTENTS]?: RequestBody['content'] }): void {
  const content = operation[CONTENTS];
  if (content === undefined) return;
  takeMark(operation, CONTENTS);
  operation.requestBody = { required: true, content };
}

/** Says of a patch that RFC 7396's own content type is taken beside plain JSON. */
function takeMergePatches({ requestBody }: OperationObject): void {
  if (requestBody === undefined || '$ref' in requestBody) return;
  const json = requestBody.content['application/json'];
  if (json !== undefined) requestBody.content[MERGE_PATCH] = json;
}

/**
 * Fills in what the operation's own example says. Examples of single fields, put together, are seldom a request that works, and a page
 * that fills in optional headers sends them: what is optional is otherwise left empty.
 */
function takeExample(operation: OperationObject & { [EXAMPLE]?: RequestExample }): void {
  const { body, query = {} } = operation[EXAMPLE] ?? {};
  takeMark(operation, EXAMPLE);
  for (const parameter of operation.parameters ?? []) {
    if ('$ref' in parameter || parameter.required === true) continue;
    delete parameter.example;
    if (parameter.schema !== undefined && 'example' in parameter.schema) delete parameter.schema.example;
    if (query[parameter.name] !== undefined) parameter.example = query[parameter.name];
  }
  const { requestBody } = operation;
  if (body === undefined || requestBody === undefined || '$ref' in requestBody) return;
  for (const media of Object.values(requestBody.content)) media.example = body;
}

/** What is `null`, in OpenAPI 3.0, where `nullable` means nothing beside `oneOf`, `allOf` or a reference. */
const NULL = { type: 'string', nullable: true, enum: [null] };

/** Lists `null` among the forms of each property that may be removed and has no single type. */
function spellOutNulls(schema: object): void {
  if (!('properties' in schema) || !isRecord(schema.properties)) return;
  for (const property of Object.values(schema.properties)) {
    if (!isRecord(property) || property.nullable !== true || property.type !== undefined) continue;
    const forms = [property.oneOf ?? property.allOf].flat();
    delete property.nullable;
    delete property.allOf;
    property.oneOf = [...forms, NULL];
  }
}

/** Says of every object that a request can hold that unknown fields are refused. */
function closeRequestSchemas(document: OpenAPIObject, operations: readonly OperationObject[]): void {
  // Where a schema is a reference it has neither of the two members.
  const schemas = (document.components?.schemas ?? {}) as Record<
    string,
    { properties?: unknown; additionalProperties?: unknown }
  >;
  const pending = operations.flatMap(({ requestBody }) => referencesIn(requestBody ?? {}));
  const done = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const schema = schemas[name];
    if (schema === undefined || done.has(name)) continue;
    done.add(name);
    if (schema.properties !== undefined) schema.additionalProperties ??= false;
    pending.push(...referencesIn(schema));
  }
}

const referencesIn = (value: object): string[] =>
  [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);

/** Removes a mark from the operation and returns whether it was there. */
const takeMark = (operation: OperationObject, name: string): boolean =>
  name in operation && Reflect.deleteProperty(operation, name);

function addHeader(operation: OperationObject, name: string, description: string, example: string): void {
  for (const [status, response] of Object.entries(operation.responses))
    if (status.startsWith('2') && response !== undefined && !('$ref' in response))
      response.headers = { ...response.headers, [name]: header(description, example) };
}

const header = (description: string, example: string) => ({ description, schema: { type: 'string', example } });

const commonHeaders = (status: string) =>
  present({
    'X-Correlation-Id': header('Of the request, or made for it.', '0191f0c4-7a3e-7c1d-9a57-0a8f2f0d9c11'),
    'Retry-After': status === '429' || status === '503' ? header('Seconds.', '1') : undefined,
    RateLimit: status === '429' ? header('What is left, and for how many seconds.', '"default";r=0;t=1') : undefined,
    'RateLimit-Policy': status === '429' ? header('The quota and its window.', '"default";q=100;w=1') : undefined,
  });
