import { districtTable } from '../../geo/districts';
import { Disc, NameLabel, placeNames, placeNumbers } from './label-placement';
import { Box, MapFrame, mapFrame, PaperPoint } from './map-frame';
import { DrawnPlace, isSkipped, RouteDrawing, routeLine } from './route-drawing';
import {
  clip,
  depotSymbol,
  endSymbol,
  INK,
  kilometreGrid,
  mm,
  MUTED,
  progressColour,
  RULE,
  svgText,
} from './svg-elements';
import { header } from './svg-header';
import { legend } from './svg-legend';
import { HEADER, LEGEND, MARGIN, PAGE } from './svg-page';
import { escapeXml } from './xml';
import { manifestPages } from './svg-manifest';
import { OVERVIEW, overview, splitFar } from './svg-overview';

export const SVG_MEDIA_TYPE = 'image/svg+xml';

/** Returns the radius of a stop's number in millimetres: as large as the crowd allows. */
function numberRadius(stops: number): number {
  if (stops <= 25) return 3.3;
  if (stops <= 60) return 2.7;
  return stops <= 120 ? 2.3 : 1.95;
}

/**
 * Returns the names on the map: districts of the stops where their stops are, other districts at their capitals; the busiest and
 * largest first.
 */
function districtNames(view: RouteDrawing, frame: MapFrame): NameLabel[] {
  const own = new Map<string, PaperPoint[]>();
  for (const stop of view.stops) {
    if (stop.district) own.set(stop.district, [...(own.get(stop.district) ?? []), frame.project(stop)]);
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const visited = [...own]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([district, at]) => ({ text: district, x: mean(at.map(({ x }) => x)), y: mean(at.map(({ y }) => y)) }));
  const { x, y, width, height } = frame.box;
  const around = districtTable()
    .all.filter(({ district }) => !own.has(district))
    .map((district) => ({ district, at: frame.project(district) }))
    .filter(({ at }) => at.x > x && at.x < x + width && at.y > y && at.y < y + height)
    .sort((a, b) => b.district.inhabitants - a.district.inhabitants)
    .slice(0, 40)
    .map(({ district, at }) => ({ text: district.district, optional: true, ...at }));
  return [...visited, ...around].map((label) => ({ ...label, text: clip(label.text, 30).toUpperCase() }));
}

/** Returns the line as small discs, for names to keep off it. */
function lineDiscs(view: RouteDrawing, frame: MapFrame): Disc[] {
  const points = routeLine(view).map((point) => frame.project(point));
  return points.slice(1).flatMap((to, i) => {
    const from = points[i] ?? to;
    const steps = Math.min(Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 1.5), 300);
    return Array.from({ length: steps }, (_, k) => ({
      x: from.x + ((to.x - from.x) * k) / steps,
      y: from.y + ((to.y - from.y) * k) / steps,
      r: 0.9,
    }));
  });
}

/** Where on its leg an arrowhead stands: past the middle, so that there and back on one line do not meet. */
const ARROW = 0.57;

/** Returns the driven line in the colours of its progress, each leg with an arrowhead where it is long enough to carry one. */
function line(view: RouteDrawing, frame: MapFrame, r: number): string {
  const points = routeLine(view).map((point) => frame.project(point));
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${mm(x)} ${mm(y)}`).join('');
  const stroke = r * 0.28;
  const legs = points.slice(1).map((to, i) => {
    const from = points[i] ?? to;
    const colour = progressColour(points.length > 2 ? i / (points.length - 2) : 0);
    const leg = `<path d="M${mm(from.x)} ${mm(from.y)}L${mm(to.x)} ${mm(to.y)}" stroke="${colour}"/>`;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length < r * 4.5) return leg;
    const degrees = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
    const head = `<path transform="translate(${mm(from.x + (to.x - from.x) * ARROW)} ${mm(from.y + (to.y - from.y) * ARROW)}) rotate(${mm(degrees)}) scale(${mm(r * 0.36)})" d="M-1.4 -1.5L1.6 0L-1.4 1.5Z" fill="${colour}" stroke="#fff" stroke-width="0.35"/>`;
    return leg + head;
  });
  return (
    `<g fill="none" stroke-linecap="round" stroke-linejoin="round" stroke-width="${mm(stroke)}">` +
    `<path d="${path}" stroke="#fff" stroke-width="${mm(stroke * 2.4)}" stroke-opacity="0.9"/>${legs.join('')}</g>`
  );
}

function numbers(view: RouteDrawing, points: readonly PaperPoint[], discs: readonly Disc[]): string {
  const leaders: string[] = [];
  const bubbles = view.stops.map((stop, i) => {
    const [point, disc] = [points[i], discs[i]];
    if (!point || !disc) return '';
    const colour =
      stop.state === 'CLOSED' ? MUTED : progressColour(view.stops.length > 1 ? i / (view.stops.length - 1) : 0);
    if (Math.hypot(point.x - disc.x, point.y - disc.y) > 0.01) {
      leaders.push(
        `<path d="M${mm(point.x)} ${mm(point.y)}L${mm(disc.x)} ${mm(disc.y)}" stroke="${colour}" stroke-width="${mm(disc.r * 0.13)}"/>` +
          `<circle cx="${mm(point.x)}" cy="${mm(point.y)}" r="${mm(disc.r * 0.28)}" fill="${colour}" stroke="#fff" stroke-width="${mm(disc.r * 0.1)}"/>`,
      );
    }
    const label = String(stop.sequence);
    const size = disc.r * (label.length > 2 ? 0.95 : 1.15);
    const vague = isSkipped(stop) || (stop.precision !== undefined && stop.precision !== 'point');
    const ring = vague
      ? `fill="#fff" stroke="${colour}" stroke-width="${mm(disc.r * 0.2)}" stroke-dasharray="${mm(disc.r * 0.4)} ${mm(disc.r * 0.25)}"`
      : `fill="${colour}" stroke="#fff" stroke-width="${mm(disc.r * 0.16)}"`;
    return (
      `<g><title>${label}</title><circle cx="${mm(disc.x)}" cy="${mm(disc.y)}" r="${mm(disc.r)}" ${ring}/>` +
      svgText({ x: disc.x, y: disc.y + size * 0.36 }, label, {
        size,
        weight: 700,
        anchor: 'middle',
        fill: vague ? INK : '#fff',
      }) +
      '</g>'
    );
  });
  return leaders.join('') + bubbles.join('');
}

/**
 * Returns a route on A4 pages, one below the other, to print and take along: first totals, map and legend, then every stop with what a driver needs at the
 * door. Where few stops lie far from the others, the map shows the many and an inset the whole. In Spanish; times are Peru's.
 */
export function routeSvg(view: RouteDrawing): string {
  const top = MARGIN + HEADER;
  const sheet: Box = {
    x: MARGIN,
    y: top,
    width: PAGE.width - 2 * MARGIN,
    height: PAGE.height - MARGIN - top - LEGEND,
  };
  const all = [...routeLine(view), ...view.stops, ...(view.end ? [view.end] : [])];
  const core = splitFar(all, sheet);
  const box = core === undefined ? sheet : { ...sheet, height: sheet.height - OVERVIEW };
  const frame = mapFrame(core ?? all, box);
  const pages = manifestPages(view);
  const height = PAGE.height * (1 + pages.length);
  const r = numberRadius(view.stops.length);
  const points = view.stops.map((stop) => frame.project(stop));
  const symbol = (place: DrawnPlace): Disc => ({ ...frame.project(place), r: Math.max(r * 1.15, 2.6) });
  const depot = view.depot && symbol(view.depot);
  const end = view.end && symbol(view.end);
  const symbols = [depot, end].filter((disc) => disc !== undefined);
  const discs = placeNumbers(points, r, symbols, box);
  const nameSize = 2.7;
  const names = placeNames(districtNames(view, frame), nameSize, [...discs, ...symbols], lineDiscs(view, frame), box);
  const halo = `stroke="#f7f4ec" stroke-width="0.9" paint-order="stroke" stroke-linejoin="round"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}mm" height="${height}mm" viewBox="0 0 ${PAGE.width} ${height}" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif" role="img">`,
    `<title>${escapeXml(`Hoja de ruta ${view.route_id}`)}</title>`,
    `<style>@page{size:A4;margin:0}</style><rect width="${PAGE.width}" height="${height}" fill="#fff"/>`,
    header(view),
    `<clipPath id="map"><rect x="${mm(box.x)}" y="${mm(box.y)}" width="${mm(box.width)}" height="${mm(box.height)}" rx="1.5"/></clipPath>`,
    `<g clip-path="url(#map)"><rect x="${mm(box.x)}" y="${mm(box.y)}" width="${mm(box.width)}" height="${mm(box.height)}" fill="#f7f4ec"/>`,
    kilometreGrid(frame),
    line(view, frame, r),
    `<g ${halo}>${names.map((name) => svgText(name, name.text, { size: nameSize, fill: '#7a7363', weight: 600, anchor: 'middle', spacing: 0.35 })).join('')}</g>`,
    end ? endSymbol(end, end.r) : '',
    depot ? depotSymbol(depot, depot.r) : '',
    numbers(view, points, discs),
    '</g>',
    core === undefined ? '' : overview(view, all, frame),
    `<rect x="${mm(box.x)}" y="${mm(box.y)}" width="${mm(box.width)}" height="${mm(box.height)}" rx="1.5" fill="none" stroke="${RULE}" stroke-width="0.3"/>`,
    legend(view, frame, PAGE.height - MARGIN - LEGEND),
    ...pages.map((page, i) => `<g transform="translate(0 ${PAGE.height * (i + 1)})">${page}</g>`),
    '</svg>',
  ].join('\n');
}
