import type { ManifestEntry } from './manifest';
import { DrawnStop, isSkipped, RouteDrawing } from './route-drawing';
import { distance, localTime } from './spanish-format';
import { clip, INK, mm, MUTED, progressColour, RULE, svgText } from './svg-elements';
import { MARGIN, PAGE } from './svg-page';

const ROW = 15.5;
const HEAD = 16;
const FOOT = 8;

/** How many stops a page lists. */
export const STOPS_A_PAGE = Math.floor((PAGE.height - 2 * MARGIN - HEAD - FOOT) / ROW);

const STATES: Readonly<Record<string, string>> = {
  SUCCEEDED: 'entregada',
  FAILED: 'no se visita',
  CARRIED_OVER: 'vuelve al almacén',
};

/** Returns what became of a closed stop, in Spanish; nothing for one that is ahead. */
export const closedAs = ({ state, outcome }: DrawnStop): string | undefined =>
  state === 'CLOSED' ? (STATES[outcome ?? ''] ?? 'cerrada') : undefined;

/** Returns the list of all stops with what a driver needs at each door, page by page, each in the coordinates of a page of its own. */
export function manifestPages(view: RouteDrawing): string[] {
  const count = Math.ceil(view.stops.length / STOPS_A_PAGE);
  return Array.from({ length: count }, (_, page) => {
    const from = page * STOPS_A_PAGE;
    const rows = view.stops.slice(from, from + STOPS_A_PAGE);
    return [
      head(view, page + 2, count + 1),
      ...rows.map((stop, i) => row(view, stop, from + i, MARGIN + HEAD + i * ROW)),
    ].join('');
  });
}

function head(view: RouteDrawing, page: number, pages: number): string {
  const right = PAGE.width - MARGIN;
  return [
    svgText({ x: MARGIN, y: MARGIN + 7 }, 'Paradas', { size: 6, weight: 700 }),
    svgText({ x: MARGIN + 32, y: MARGIN + 7 }, `Repartidor ${clip(view.driver_id, 40)}`, { size: 3.2 }),
    svgText({ x: right, y: MARGIN + 7 }, `hoja ${page} de ${pages}`, { size: 3.2, anchor: 'end' }),
    `<path d="M${MARGIN} ${MARGIN + 11}H${right}" stroke="${INK}" stroke-width="0.5"/>`,
  ].join('');
}

function row(view: RouteDrawing, stop: DrawnStop, i: number, y: number): string {
  const right = PAGE.width - MARGIN;
  const closed = closedAs(stop);
  const fill = closed === undefined ? INK : MUTED;
  const colour = closed === undefined ? progressColour(view.stops.length > 1 ? i / (view.stops.length - 1) : 0) : MUTED;
  const x = MARGIN + 25;
  const entry = closed === undefined ? view.manifest?.get(stop.order_id) : undefined;
  const when = isSkipped(stop) ? '' : localTime(stop.arrival_at);
  return [
    `<g><title>${stop.sequence}</title>`,
    svgText({ x: MARGIN + 7, y: y + 5 }, String(stop.sequence), {
      size: 4.6,
      weight: 700,
      fill: colour,
      anchor: 'end',
    }),
    svgText({ x: MARGIN + 10, y: y + 5 }, when, { size: 3.6, weight: 600, fill }),
    closed === undefined
      ? `<rect x="${mm(MARGIN + 11)}" y="${mm(y + 7.3)}" width="4" height="4" fill="none" stroke="${INK}" stroke-width="0.3"/>`
      : svgText({ x, y: y + 5 }, closed, { size: 3.6, weight: 700, fill }),
    ...(entry === undefined ? [] : lines(entry, x, y)),
    svgText({ x: right, y: y + 5 }, isSkipped(stop) ? '' : distance(stop.cumulative_distance_km), {
      size: 3,
      fill,
      anchor: 'end',
    }),
    entry === undefined && stop.district !== undefined
      ? svgText({ x, y: y + 9.3 }, clip(stop.district, 60), { size: 3, fill })
      : '',
    `<path d="M${MARGIN} ${mm(y + ROW - 1.2)}H${right}" stroke="${RULE}" stroke-width="0.2"/></g>`,
  ].join('');
}

function lines(entry: ManifestEntry, x: number, y: number): string[] {
  const right = PAGE.width - MARGIN;
  const window = entry.window && `entre ${localTime(entry.window.from)} y ${localTime(entry.window.until)}`;
  const notes = [entry.reference && `Ref.: ${entry.reference}`, entry.notes].filter(Boolean).join(' · ');
  return [
    svgText({ x, y: y + 5 }, clip(entry.recipient ?? '', 44), { size: 3.6, weight: 700 }),
    svgText({ x: x + 88, y: y + 5 }, entry.phone ?? '', { size: 3.4, weight: 600 }),
    svgText({ x, y: y + 9.3 }, clip(entry.address, 74), { size: 3.3 }),
    svgText({ x: right, y: y + 9.3 }, window ?? '', { size: 3.2, weight: 600, anchor: 'end' }),
    svgText({ x, y: y + 13 }, clip(notes, 84), { size: 2.8, fill: MUTED }),
    svgText({ x: right, y: y + 13 }, `${clip(entry.label, 24)} · ${entry.pieces} u.`, {
      size: 2.8,
      fill: MUTED,
      anchor: 'end',
    }),
  ];
}
