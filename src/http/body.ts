import { DinexError } from '../kernel/errors';
import { faultIn } from '../kernel/json-shape';
import type { DinexRequest } from './request';
import type { FileBodyForm } from './route-needs';
import { fileOfForm, FORM, parseContentType, Upload } from './upload';

const KILOBYTE = 1024;
/** The content type of a JSON Merge Patch. */
export const MERGE_PATCH = 'application/merge-patch+json';
const JSON_TYPES = ['application/json'];
/** RFC 7396 names one of its own; plain JSON stays what most clients send. */
const PATCH_TYPES = [...JSON_TYPES, MERGE_PATCH];
/** The most that a JSON body may have, in bytes; a handler that takes a file says its own limit (`@FileBody`). */
const JSON_LIMIT = 256 * KILOBYTE;
/** The most that API Gateway itself takes, in bytes. */
const GATEWAY_LIMIT = 10 * 1024 * KILOBYTE;

/**
 * Reads the body: on a laptop from the socket, and on Lambda from what serverless-express has put into the request, which Express's own
 * parsers take for finished and skip. Returns the value of a JSON body, an `Upload` where the handler takes a file, and `undefined` for
 * none; a GET has no use for one.
 *
 * @throws DinexError `unsupported_media_type`, `too_large`, `malformed`, or `invalid` for JSON of a shape that nothing takes.
 */
export async function readBody(request: DinexRequest, file?: FileBodyForm): Promise<unknown> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const raw = await rawBody(request, file?.maxBytes ?? JSON_LIMIT);
  if (raw.length === 0) return undefined;
  const header = request.headers['content-type'] ?? '';
  const { type, charset } = parseContentType(header);
  const accepted = file?.types ?? (request.method === 'PATCH' ? PATCH_TYPES : JSON_TYPES);
  if (!accepted.includes(type))
    throw new DinexError('unsupported_media_type', `The body's Content-Type must be ${accepted.join(' or ')}.`);
  if (file !== undefined)
    return type === FORM && file.wholeForm !== true ? fileOfForm(header, raw) : new Upload(raw, type, charset);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new DinexError('unsupported_media_type', 'Bodies are read as UTF-8 only.');
  return parseJson(decode(raw));
}

async function rawBody(request: DinexRequest, limit: number): Promise<Buffer> {
  if (request.headers['content-encoding'] !== undefined && request.headers['content-encoding'] !== 'identity')
    throw new DinexError('unsupported_media_type', 'Compressed bodies are not accepted.');
  if (Buffer.isBuffer(request.body)) return withinLimit(request.body, limit);
  return collect(request, limit);
}

/**
 * Reads the socket to its end. What is larger than `limit` is read and forgotten, up to what API Gateway itself takes, so that the caller
 * sees the answer rather than a broken pipe.
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
