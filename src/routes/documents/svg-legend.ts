import { MapFrame } from './map-frame';
import { RouteDrawing } from './route-drawing';
import { clip, depotSymbol, endSymbol, mm, northArrow, progressColour, scaleBar, svgText } from './svg-elements';
import { MARGIN, PAGE } from './svg-page';

/** Returns the scale, north, the colours of the line and the symbols of depot and end; `y` is its upper edge. */
export function legend(view: RouteDrawing, frame: MapFrame, y: number): string {
  const [left, right] = [MARGIN, PAGE.width - MARGIN];
  const style = { size: 2.8 } as const;
  const bar = Array.from(
    { length: 24 },
    (_, i) =>
      `<rect x="${mm(left + i * 1.25)}" y="${mm(y + 5)}" width="1.3" height="1.6" fill="${progressColour(i / 23)}"/>`,
  ).join('');
  const parts = [scaleBar({ x: right - 14 - 46, y: y + 5 }, frame.kmPerMm), northArrow({ x: right - 4, y: y + 9.6 })];
  if (view.stops.length > 1)
    parts.push(
      bar,
      svgText({ x: left, y: y + 10.2 }, 'primera', style),
      svgText({ x: left + 30, y: y + 10.2 }, 'última', { ...style, anchor: 'end' }),
    );
  const placesAt = view.stops.length > 1 ? left + 40 : left + 2.4;
  // One above the other, where there are two.
  const lift = view.depot && view.end ? 3 : 0;
  if (view.depot) {
    parts.push(
      depotSymbol({ x: placesAt, y: y + 5.8 - lift }, 2.4),
      svgText({ x: placesAt + 4, y: y + 6.8 - lift }, clip(view.depot.name ?? 'Almacén', 34), style),
    );
  }
  if (view.end) {
    parts.push(
      endSymbol({ x: placesAt, y: y + 5.8 + lift }, 2.4),
      svgText({ x: placesAt + 4, y: y + 6.8 + lift }, clip(view.end.name ?? 'Final', 34), style),
    );
  }
  return parts.join('');
}
