import { RouteDrawing } from './route-drawing';
import { distance, duration, localDay, localTime } from './spanish-format';
import { clip, INK, MUTED, svgText } from './svg-elements';
import { HEADER, MARGIN, PAGE } from './svg-page';

const status: Readonly<Record<string, string>> = {
  ASSIGNING: 'en asignación',
  PLANNED: 'planificada',
  STARTED: 'en curso',
  COMPLETED: 'terminada',
  CANCELLED: 'anulada',
};

/** Returns the head of the page: the title, the totals and whose route it is. */
export function header(view: RouteDrawing): string {
  const [left, right] = [MARGIN, PAGE.width - MARGIN];
  const starts = view.departure_at ?? view.stops[0]?.arrival_at;
  const going = view.stops.filter(({ state }) => state !== 'CLOSED');
  const closed = view.stops.length - going.length;
  const facts: [string, string][] = [
    [String(going.length), going.length === 1 ? 'parada' : 'paradas'],
    [distance(view.totals.distance_km), 'recorrido'],
    [duration(view.totals.duration_seconds), 'duración'],
    [localTime(starts), 'salida'],
  ];
  if (closed > 0) facts.splice(1, 0, [String(closed), closed === 1 ? 'cerrada' : 'cerradas']);
  const improvement = view.totals.improvement_pct;
  if (improvement !== undefined && improvement > 0)
    facts.push([`-${improvement.toFixed(0)} %`, 'frente al más cercano']);
  // From the right, each as wide as it needs: digits and bold letters are about 0.58 of their size wide.
  let x = right;
  const columns = facts.reverse().map(([value, label]) => {
    const column =
      svgText({ x, y: MARGIN + 7.5 }, value, { size: 5, weight: 700, anchor: 'end' }) +
      svgText({ x, y: MARGIN + 12 }, label, { size: 2.6, fill: MUTED, anchor: 'end' });
    x -= Math.max(value.length * 2.9, label.length * 1.4) + 6;
    return column;
  });
  const line = [
    `Repartidor ${clip(view.driver_id, 40)}`,
    localDay(starts),
    status[view.status] ?? view.status.toLowerCase(),
  ];
  return [
    svgText({ x: left, y: MARGIN + 7.5 }, 'Hoja de ruta', { size: 7, weight: 700 }),
    ...columns,
    svgText({ x: left, y: MARGIN + 17.5 }, line.filter((part) => part !== '').join('  ·  '), { size: 3.2 }),
    svgText({ x: right, y: MARGIN + 17.5 }, clip(view.route_id, 60), { size: 2.6, fill: MUTED, anchor: 'end' }),
    view.approximate
      ? svgText(
          { x: left, y: MARGIN + 22.3 },
          'Aproximado: distancias estimadas, o paradas ubicadas solo por su distrito (borde punteado).',
          { size: 2.8, fill: '#9a3412' },
        )
      : '',
    `<path d="M${left} ${MARGIN + HEADER - 2.5}H${right}" stroke="${INK}" stroke-width="0.5"/>`,
  ].join('');
}
