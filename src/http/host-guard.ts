import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackHost } from '../kernel/loopback';

/** Whose pages may call a server that knows no credentials. */
export interface HostTerms {
  /** Host names under which the server is reached besides `localhost` and loopback addresses. */
  readonly allowedHosts: readonly string[];
  /** Origins whose pages may call it, as the CORS configuration names them. */
  readonly allowedOrigins: readonly string[];
}

interface Call {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Returns why a request may not come from where it does; `undefined` where it may. It keeps web pages out of a server on
 * loopback that takes everyone for its operator: a name that somebody pointed to 127.0.0.1 (DNS rebinding) is none of ours, and
 * a page of another origin may read and change nothing.
 */
export function hostRefusal({ method, headers }: Call, terms: HostTerms): string | undefined {
  const host = hostName(headers.host);
  if (host === undefined || !isOwnHost(host, terms.allowedHosts))
    return 'This server is not reached under that name: use localhost, a loopback address or one of ALLOWED_HOSTS.';
  const { origin } = headers;
  if (origin !== undefined && isAllowed(origin, terms.allowedOrigins)) return undefined;
  const safe = SAFE_METHODS.has(method);
  const site = headers['sec-fetch-site'];
  // Somebody who follows a link only looks; an image, a script or a form of another page is that page's own doing.
  const looks = safe && origin === undefined && headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !looks)
    return 'A page of another origin may read and change nothing here.';
  // Browsers send no other origin from a form of a page that keeps its address to itself (`Referrer-Policy: no-referrer`).
  const ownForm = origin === 'null' && site === 'same-origin';
  if (!safe && !ownForm && origin !== undefined && originHost(origin) !== headers.host?.toLowerCase())
    return 'A page of another origin may read and change nothing here.';
  return undefined;
}

const isAllowed = (origin: string, allowed: readonly string[]): boolean =>
  allowed.includes(origin) || allowed.includes('*');

const isOwnHost = (host: string, allowed: readonly string[]): boolean =>
  isLoopbackHost(host) || allowed.some((name) => name.toLowerCase() === host);

/** The name in a Host header, in lower case, without port, brackets and the dot of an absolute name. */
function hostName(header: string | undefined): string | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d+)?$/i.exec(header ?? '') ?? [];
  return (bracketed ?? plain)?.toLowerCase().replace(/\.$/, '');
}

/** Host and port of an origin; a page without one (`null`, a file, a sandboxed frame) has none. */
const originHost = (origin: string): string | undefined => {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
};
