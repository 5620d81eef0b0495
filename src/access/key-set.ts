import { FetchError } from 'aws-jwt-verify/error';
import { Readable } from 'node:stream';
import { currentScope } from '../observability/scope';

/** An issuer's key set is a few kilobytes, and is needed before a request can begin: it comes soon or not at all. */
const TIMEOUT_MS = 1_500;
const MAX_BYTES = 256 * 1_024;

/**
 * Fetches an issuer's JSON Web Key Set (RFC 7517), following no redirect.
 *
 * @throws FetchError when it does not come within 1.5 s or the request's own deadline, or is not what it should be.
 */
export async function fetchKeySet(uri: string): Promise<ArrayBuffer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const deadline = currentScope()?.signal;
  const signal = deadline === undefined ? timeout : AbortSignal.any([timeout, deadline]);
  try {
    const response = await fetch(uri, { signal, redirect: 'error', headers: { accept: 'application/json' } });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await bodyOf(response);
  } catch (error) {
    throw new FetchError(uri, error);
  }
}

async function bodyOf(response: Response): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> = response.body ?? Readable.from([]);
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error('the key set is too large');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks)).buffer;
}
