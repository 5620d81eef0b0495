import type { NextFunction } from 'express';
import { DinexError, FieldError } from './errors';
import type { DinexRequest, DinexResponse } from './http';
import { pathOf } from './http';
import { pointerStep } from './validation';

const KILOBYTE = 1024;
const JSON_LIMIT = 256 * KILOBYTE;
const IMPORT_LIMIT = 4 * KILOBYTE * KILOBYTE;
const GATEWAY_LIMIT = 10 * KILOBYTE * KILOBYTE;
const IMPORT_TYPES = ['text/csv', 'application/x-ndjson'];

/** Bounds on the shape of a JSON body: each keeps validation, which visits every value, within milliseconds. */
const MAX_DEPTH = 20;
const MAX_ITEMS = 2_000;
const MAX_MEMBERS = 500;

/** These would reach a prototype when copied; Nest would drop them silently, where every other unknown field is refused. */
const RESERVED_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads every body, on a laptop from the socket and on Lambda from what serverless-express has put
 * into the request (which Express's own parsers take for finished, and skip): JSON, and for imports CSV or JSON lines as text. A GET has no use for one.
 */
export async function readBody(request: DinexRequest, _response: DinexResponse, next: NextFunction): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    request.body = undefined;
    next();
    return;
  }
  const importing = request.method === 'POST' && /^\/orders\/imports\/?$/.test(pathOf(request));
  const raw = await rawBody(request, importing ? IMPORT_LIMIT : JSON_LIMIT);
  request.body = undefined;
  if (raw.length > 0) {
    const { type, charset } = contentType(request);
    const accepted = importing ? IMPORT_TYPES.includes(type) : type === 'application/json';
    if (!accepted) throw wrongType(importing ? IMPORT_TYPES : ['application/json']);
    if (charset !== 'utf-8' && charset !== 'utf8')
      throw new DinexError('unsupported_media_type', 'Bodies are read as UTF-8 only.');
    const text = decode(raw);
    request.body = importing ? text : parseJson(text);
  }
  next();
}

async function rawBody(request: DinexRequest, limit: number): Promise<Buffer> {
  if (request.headers['content-encoding'] !== undefined && request.headers['content-encoding'] !== 'identity')
    throw new DinexError('unsupported_media_type', 'Compressed bodies are not accepted.');
  if (Buffer.isBuffer(request.body)) return withinLimit(request.body, limit);
  return collect(request, limit);
}

/**
 * Too large an upload is read to its end and forgotten, up to what API Gateway itself takes, so that the caller sees the answer
 * rather than a broken pipe.
 */
function collect(request: DinexRequest, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      if (size > GATEWAY_LIMIT) reject(tooLarge(limit));
    });
    request.on('end', () => {
      if (size > limit) reject(tooLarge(limit));
      else resolve(Buffer.concat(chunks));
    });
    request.on('error', () => {
      reject(new DinexError('malformed', 'The body ended before it was complete.'));
    });
  });
}

function withinLimit(body: Buffer, limit: number): Buffer {
  if (body.length > limit) throw tooLarge(limit);
  return body;
}

const tooLarge = (limit: number): DinexError =>
  new DinexError('too_large', `The body is larger than ${limit / KILOBYTE} KB.`);

function contentType(request: DinexRequest): { type: string; charset: string } {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  return { type: type.trim(), charset: charset ?? 'utf-8' };
}

const wrongType = (accepted: readonly string[]): DinexError =>
  new DinexError('unsupported_media_type', `The body's Content-Type must be ${accepted.join(' or ')}.`);

function decode(raw: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    throw new DinexError('malformed', 'The body is not valid UTF-8.');
  }
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DinexError('malformed', 'The body is not valid JSON.');
  }
  const errors: FieldError[] = [];
  inspect(value, '#', 1, errors);
  const [first] = errors;
  if (first !== undefined) throw new DinexError('invalid', `${first.pointer} ${first.detail}.`, { errors });
  return value;
}

/** Finds what is valid JSON but can be no part of any request; stops at the first fault. */
function inspect(value: unknown, pointer: string, depth: number, errors: FieldError[]): void {
  const fault = faultOf(value, depth);
  if (fault !== undefined) errors.push({ pointer, detail: fault });
  if (errors.length > 0 || typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const at = pointer + pointerStep(name);
    if (!Array.isArray(value) && RESERVED_NAMES.has(name)) errors.push({ pointer: at, detail: 'is not a known field' });
    else inspect(member, at, depth + 1, errors);
    if (errors.length > 0) return;
  }
}

function faultOf(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'is not well-formed Unicode';
  if (typeof value === 'number')
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? undefined : 'is too large a number';
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`;
  if (Array.isArray(value)) return value.length > MAX_ITEMS ? `holds more than ${MAX_ITEMS} items` : undefined;
  return Object.keys(value).length > MAX_MEMBERS ? `has more than ${MAX_MEMBERS} fields` : undefined;
}
