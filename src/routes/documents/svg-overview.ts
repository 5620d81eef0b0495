import type { Coordinates } from '../../geo/coordinates';
import { quickMetres } from '../../geo/distance';
import { Box, MapFrame, mapFrame } from './map-frame';
import { RouteDrawing, routeLine } from './route-drawing';
import { clip, mm, progressColour, RULE, svgText } from './svg-elements';

/** The side of the inset, in millimetres. */
const SIDE = 58;
/** How many stops outside the map are named beside the inset. */
const MOST_NAMED = 11;
/** The map is split where it shows the many at least so many times larger without the few. */
const GAIN = 2.5;
/** The few are at most this share of all. */
const FEW = 0.25;

/** Returns the places among which a map should be drawn where a few lie far from the others; `undefined`: all of them. */
export function splitFar(places: readonly Coordinates[], box: Box): readonly Coordinates[] | undefined {
  const middle = { lat: median(places.map(({ lat }) => lat)), lon: median(places.map(({ lon }) => lon)) };
  const far = (place: Coordinates): number => quickMetres(place, middle);
  const near = [...places].sort((a, b) => far(a) - far(b));
  const whole = mapFrame(places, box).kmPerMm;
  for (let few = 1; few <= places.length * FEW; few++) {
    const core = near.slice(0, near.length - few);
    if (core.length >= 3 && whole / mapFrame(core, box).kmPerMm >= GAIN) return core;
  }
  return undefined;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The height, in millimetres, that the inset takes below the map. */
export const OVERVIEW = SIDE + 3;

/** Returns an inset with the whole route below the map, and beside it the stops that the map leaves out. */
export function overview(view: RouteDrawing, places: readonly Coordinates[], main: MapFrame): string {
  const box: Box = {
    x: main.box.x + main.box.width - SIDE,
    y: main.box.y + main.box.height + 3,
    width: SIDE,
    height: SIDE,
  };
  const inset = mapFrame(places, box);
  const path = routeLine(view)
    .map((point, i) => {
      const { x, y } = inset.project(point);
      return `${i === 0 ? 'M' : 'L'}${mm(x)} ${mm(y)}`;
    })
    .join('');
  const isShown = (stop: Coordinates): boolean => {
    const { x, y } = main.project(stop);
    return x >= main.box.x && x <= main.box.x + main.box.width && y >= main.box.y && y <= main.box.y + main.box.height;
  };
  const stops = view.stops.map((stop, i) => {
    const at = inset.project(stop);
    const colour = progressColour(view.stops.length > 1 ? i / (view.stops.length - 1) : 0);
    const dot = `<circle cx="${mm(at.x)}" cy="${mm(at.y)}" r="1" fill="${colour}"/>`;
    const label = { size: 3, weight: 700 };
    return isShown(stop) ? dot : dot + svgText({ x: at.x + 1.6, y: at.y + 1 }, String(stop.sequence), label);
  });
  return [
    `<rect x="${mm(box.x)}" y="${mm(box.y)}" width="${SIDE}" height="${SIDE}" fill="#fff" stroke="${RULE}" stroke-width="0.4"/>`,
    `<path d="${path}" fill="none" stroke="#8a8577" stroke-width="0.4"/>`,
    ...stops,
    svgText({ x: box.x + 2, y: box.y + 4 }, 'Toda la ruta', { size: 2.8, weight: 600 }),
    svgText({ x: main.box.x, y: box.y + 4 }, 'Fuera del mapa:', { size: 3.2, weight: 600 }),
    ...view.stops
      .filter((stop) => !isShown(stop))
      .slice(0, MOST_NAMED)
      .map((stop, i) => {
        const place = stop.district === undefined ? '' : `, ${clip(stop.district, 40)}`;
        return svgText({ x: main.box.x, y: box.y + 9 + i * 4.5 }, `parada ${stop.sequence}${place}`, { size: 3.2 });
      }),
  ].join('');
}
