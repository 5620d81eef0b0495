import type { NextFunction } from 'express';
import { DinexError } from '../kernel/errors';
import type { DinexRequest, DinexResponse } from './request';
import { pathOf } from './request';
import { faultIn } from '../kernel/json-shape';

const KILOBYTE = 1024;
const JSON_LIMIT = 256 * KILOBYTE;
const IMPORT_LIMIT = 4 * KILOBYTE * KILOBYTE;
const GATEWAY_LIMIT = 10 * KILOBYTE * KILOBYTE;
const IMPORT_TYPES = ['text/csv', 'application/x-ndjson'];

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
  const importing = request.method === 'POST' && /^\/orders\/imports\/?$/i.test(pathOf(request));
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
  const fault = faultIn(value);
  if (fault !== undefined) throw new DinexError('invalid', `${fault.pointer} ${fault.detail}.`, { errors: [fault] });
  return value;
}
