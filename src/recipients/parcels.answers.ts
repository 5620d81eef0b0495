import { PROBLEM_TYPE_PREFIX, PROBLEMS } from '../http/problem';
import type { DinexRequest, DinexResponse } from '../http/request';
import { Locale, localeOf } from '../texts/locale';
import { lostPage } from './lost-page';
import { PAGE_POLICY } from './page-frame';

export const PAGE_TYPE = 'text/html';
export const JSON_TYPE = 'application/json';
const PROBLEM = 'application/problem+json';

/** What every link that opens nothing is answered alike: neither its path nor a correlation id is in it. */
export const LOST = {
  type: `${PROBLEM_TYPE_PREFIX}not-found`,
  title: PROBLEMS.not_found.title,
  status: PROBLEMS.not_found.status,
  detail: 'This link opens nothing, or no more: the newest message about the parcel has the right one.',
};

/** Returns the language that a page is asked for in, `undefined` where none is named. */
export const chosenLocale = (lang: unknown): Locale | undefined =>
  typeof lang === 'string' && lang !== '' ? localeOf(lang) : undefined;

export const wantsPage = (request: DinexRequest): boolean => request.accepts([PAGE_TYPE, JSON_TYPE]) !== JSON_TYPE;

/** Sends what every link that opens nothing is answered. */
export function sendLost(request: DinexRequest, response: DinexResponse, locale: Locale): void {
  response.status(PROBLEMS.not_found.status);
  const [type, body] = wantsPage(request) ? [PAGE_TYPE, lostPage(locale)] : [PROBLEM, JSON.stringify(LOST)];
  sendPrivate(response, type, body);
}

/** Sends a page, kept out of caches, search engines and other pages, and its address out of what links lead to. */
export function sendPrivate(response: DinexResponse, type: string, body: string): void {
  keepPrivate(response);
  response.type(type).send(body);
}

export function keepPrivate(response: DinexResponse): void {
  response.set({
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': PAGE_POLICY,
  });
  response.vary('Accept');
}
