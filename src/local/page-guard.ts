import type { Server } from 'node:http';
import { HostTerms, hostRefusal } from '../http/host-guard';

/** Puts the guard against web pages before all that a server of ours serves, whoever wrote the server. */
export function guardAgainstPages(server: Server, terms: HostTerms = { allowedHosts: [], allowedOrigins: [] }): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const refusal = hostRefusal({ method: request.method ?? 'GET', headers: request.headers }, terms);
    if (refusal === undefined) for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
    else response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(refusal);
  });
}
