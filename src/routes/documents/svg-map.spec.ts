import { XMLValidator } from 'fast-xml-parser';
import { mapFrame, roundLength } from './map-frame';
import { routeDrawing, spiralStops, stopsAt } from './route-drawing.fixture';
import { RouteDrawing, routeLine } from './route-drawing';
import { routeSvg } from './svg-map';

const { depot: _depot, ...open } = routeDrawing(12, { returns_to_depot: false });
const cases: [string, RouteDrawing][] = [
  ['no stop', { ...open, stops: [] }],
  ['1 stop without depot', { ...open, stops: spiralStops(1) }],
  ['2 stops', routeDrawing(2)],
  ['an open tour', open],
  ['an end elsewhere', routeDrawing(12, { returns_to_depot: false, end: { lat: -12.2, lon: -77.1, name: 'Final' } })],
  ['200 stops', routeDrawing(200)],
  ['every stop at the depot', routeDrawing(stopsAt([-12.0735, -77.0455], [-12.0735, -77.0455]))],
  [
    'poles, date line and the other side of the world',
    routeDrawing(stopsAt([90, 0], [-90, 10], [0, 180], [0, -180], [12, 103])),
  ],
];

test.each(cases)('%s: well-formed, every number on the page, no figure that is none', (_, view) => {
  const svg = routeSvg(view);
  expect(XMLValidator.validate(svg)).toBe(true);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  // On the map, and in the list.
  expect(svg.match(/<g><title>\d+<\/title>/g) ?? []).toHaveLength(2 * view.stops.length);
});

test('tells totals, times of Peru, depot and districts, and lists every stop, over as many pages as that takes', () => {
  const svg = routeSvg(routeDrawing(20));
  for (const said of ['20', '30.0 km', '3 h 20 min', '08:00', '-21 %', 'Almacén', 'LINCE', '08:10', 'hoja 2 de 3']) {
    expect(svg).toContain(`>${said}<`);
  }
  expect(svg).toContain('Repartidor driver-17  ·  21/11/2026  ·  planificada');
  const long = routeSvg(routeDrawing(60));
  const rows = long.match(/<g><title>\d+<\/title><text/g) ?? [];
  expect(rows).toHaveLength(60);
  expect(long).toMatch(/viewBox="0 0 210 (\d+)"/);
  expect(Number(/viewBox="0 0 210 (\d+)"/.exec(long)?.[1]) % 297).toBe(0);
});

const DOOR = {
  recipient: 'Rosa Quispe',
  phone: '+51999888777',
  address: 'Av. José Larco 345, Miraflores',
  reference: 'frente al parque',
  notes: 'tocar fuerte',
  window: { from: '2026-11-21T14:00:00.000Z', until: '2026-11-21T16:00:00.000Z' },
  label: 'PEDIDO-1001',
  pieces: 3,
};

test('is the manifest of a driver: who, where, when and what', () => {
  const stops = spiralStops(3);
  const svg = routeSvg(routeDrawing(stops, { manifest: new Map([[stops[1]?.order_id ?? '', DOOR]]) }));
  const said = [DOOR.recipient, DOOR.phone, DOOR.address, 'entre 09:00 y 11:00', 'PEDIDO-1001 · 3 u.'];
  for (const text of [...said, 'Ref.: frente al parque · tocar fuerte']) expect(svg).toContain(`>${text}<`);
});

test('prints no time, no recipient and no way to what nobody goes to', () => {
  const [first, ...others] = spiralStops(3);
  if (first === undefined) throw new Error('no stop');
  const cancelled = { ...first, state: 'CLOSED', outcome: 'FAILED' } as const;
  const manifest = new Map([[first.order_id, DOOR]]);
  const view = routeDrawing([cancelled, ...others.map((stop) => ({ ...stop, state: 'NEW' as const }))], { manifest });
  const svg = routeSvg(view);
  expect(svg).toContain('>no se visita<');
  expect(svg).not.toContain('>08:10<');
  expect(svg).not.toContain(DOOR.recipient);
  expect(svg).toMatch(/>2<.*>paradas</);
  expect(svg).toMatch(/>1<.*>cerrada</);
  expect(routeLine(view)).toHaveLength(4);
});

test('keeps the map of the many readable where one stop is far, and shows the whole beside it', () => {
  const town = routeDrawing(spiralStops(20), { returns_to_depot: false });
  const [last = spiralStops(1)[0]] = spiralStops(21).slice(-1);
  if (last === undefined) throw new Error('no stop');
  const far = routeDrawing([...spiralStops(20), { ...last, lat: -11.1, lon: -77.6 }], { returns_to_depot: false });
  const [near, split] = [routeSvg(town), routeSvg(far)];
  expect(near).not.toContain('Toda la ruta');
  expect(split).toContain('Toda la ruta');
  expect(XMLValidator.validate(split)).toBe(true);
  const scale = (svg: string): string | undefined => />(\d+ k?m)</.exec(svg)?.[1];
  expect(scale(near)).toBe('500 m');
  expect(scale(split)).toBe('1 km');
});

test('says when it is approximate', () => {
  expect(routeSvg(routeDrawing(2, { approximate: true }))).toContain('Aproximado');
  expect(routeSvg(routeDrawing(2))).not.toContain('Aproximado');
  expect(routeSvg(routeDrawing(spiralStops(1).map((stop) => ({ ...stop, precision: 'district' as const }))))).toContain(
    'stroke-dasharray',
  );
});

test('is inert: nothing from outside becomes markup', () => {
  const evil = '"><script>alert(1)</script>&\u0000';
  const stops = spiralStops(2).map((stop) => ({ ...stop, district: evil, order_id: evil }));
  const svg = routeSvg(
    routeDrawing(stops, { route_id: evil, driver_id: evil, status: evil, depot: { lat: -12, lon: -77, name: evil } }),
  );
  expect(XMLValidator.validate(svg)).toBe(true);
  expect(svg).not.toContain('<script');
  expect(svg).not.toContain('\u0000');
});

test('the frame is true to scale, north up', () => {
  const box = { x: 10, y: 37, width: 190, height: 200 };
  const [south, north] = [
    { lat: -12.1, lon: -77 },
    { lat: -12, lon: -77 },
  ];
  const frame = mapFrame([south, north], box);
  const [a, b] = [frame.project(south), frame.project(north)];
  expect(b.y).toBeLessThan(a.y);
  expect((a.y - b.y) * frame.kmPerMm).toBeCloseTo(11.12, 2);
  expect(roundLength(0.06, 45)).toBe(2);
  expect(roundLength(0.02, 45)).toBe(0.5);
});
