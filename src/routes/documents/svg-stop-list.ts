import { PaperPoint } from './map-frame';
import { DrawnStop } from './route-drawing';
import { distance, localTime } from './spanish-format';
import { clip, mm, MUTED, progressColour, RULE, svgText } from './svg-elements';

/** The most stops that are listed: more would leave the map too little of the page. */
export const STOP_LIST_MOST = 30;
const ROW = 5.4;
const COLUMNS = 2;
const GAP = 8;

const rowsFor = (stops: number): number => (stops <= 6 ? stops : Math.ceil(stops / COLUMNS));

/** Returns the height of the list in millimetres. */
export const stopListHeight = (stops: number): number => rowsFor(stops) * ROW + 3;

/**
 * Returns the list: number, arrival, district, order and distance of each stop, down the columns. Nothing personal: the sheet lies
 * open in a van.
 */
export function stopList(
  stops: readonly DrawnStop[],
  { x, y, width }: PaperPoint & { readonly width: number },
): string {
  const rows = rowsFor(stops.length);
  const columnWidth = stops.length <= 6 ? width : (width - GAP) / COLUMNS;
  return stops
    .map((stop, i) => {
      const left = x + Math.floor(i / rows) * (columnWidth + GAP);
      const right = left + columnWidth;
      const base = y + (i % rows) * ROW + 3.8;
      const colour = progressColour(stops.length > 1 ? i / (stops.length - 1) : 0);
      const size = 2.9;
      return [
        `<path d="M${mm(left)} ${mm(base + 1.6)}H${mm(right)}" stroke="${RULE}" stroke-width="0.2"/>`,
        svgText({ x: left + 5, y: base }, String(stop.sequence), {
          size: 3.1,
          weight: 700,
          fill: colour,
          anchor: 'end',
        }),
        svgText({ x: left + 8, y: base }, localTime(stop.arrival_at), { size, weight: 600 }),
        svgText({ x: left + 18, y: base }, clip(stop.district ?? '', 24), { size }),
        svgText({ x: right - 15.5, y: base }, clip(stop.order_id.slice(-12), 12), {
          size: 2.4,
          fill: MUTED,
          anchor: 'end',
        }),
        svgText({ x: right, y: base }, distance(stop.cumulative_distance_km), { size, anchor: 'end' }),
      ].join('');
    })
    .join('');
}
