import type { Server } from 'node:http';

/** The page's own scripts and styles; a letter's HTML stands in a frame that may do nothing. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data: https:";

/** Puts DINEX's page in place of the one at `/`; all else the server serves as before. */
export function showMailboxPage(server: Server): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.method !== 'GET' || request.url !== '/') {
      for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY });
    response.end(PAGE);
  });
}

const STYLE = `
*{box-sizing:border-box}
body{font:16px/1.4 system-ui,sans-serif;margin:0 auto;max-width:50rem;padding:1rem;color:#1c1c1c;background:#f6f6f4}
article{background:#fff;border:1px solid #d8d8d4;border-radius:.5rem;padding:1rem;margin:0 0 1rem;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:0 0 .5rem}p{margin:0 0 .25rem}
pre{white-space:pre-wrap;font:inherit;margin:.75rem 0 0}
iframe{width:100%;height:32rem;border:1px solid #d8d8d4;margin-top:.75rem}
time,.who{color:#555;font-size:.9rem}`;

/** Letters are shown as text alone, and their HTML in a frame without rights: whoever writes an order writes into them. */
const SCRIPT = `
const add = (parent, name, text) => { const e = document.createElement(name); if (text) e.textContent = text; parent.append(e); return e; };
const lima = new Intl.DateTimeFormat('es-PE', { timeZone: 'America/Lima', dateStyle: 'medium', timeStyle: 'medium' });
const list = document.querySelector('main');
const show = (mail) => {
  const card = add(list, 'article');
  add(card, 'h2', mail.subject);
  const at = new Date(mail.at * 1000);
  add(card, 'time', lima.format(at) + ' (Lima) · ' + at.toISOString().slice(0, 19) + 'Z (UTC)');
  const to = [mail.destination.to, mail.destination.cc, mail.destination.bcc].flat().filter(Boolean).join(', ');
  add(card, 'p', 'De ' + mail.from + ' para ' + to).className = 'who';
  if (mail.body.text) add(card, 'pre', mail.body.text);
  if (mail.body.html) { const frame = add(card, 'iframe'); frame.sandbox = ''; frame.title = mail.subject; frame.srcdoc = mail.body.html; }
};
fetch('/store').then((answer) => answer.json()).then(({ emails }) => {
  document.querySelector('#count').textContent = emails.length === 0 ? 'Aún no se ha enviado nada.' : 'Mensajes: ' + emails.length;
  [...emails].reverse().forEach(show);
});`;

const PAGE = `<!doctype html>
<html lang="es-PE"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>DINEX: buzón</title><style>${STYLE}</style></head>
<body><h1>DINEX: buzón de pruebas</h1><p id="count">Cargando…</p><main></main><script>${SCRIPT}</script></body></html>
`;
