import { XMLValidator } from 'fast-xml-parser';
import { mapFrame, roundLength } from './map-frame';
import { routeDrawing, spiralStops, stopsAt } from './route-drawing.fixture';
import { RouteDrawing } from './route-drawing';
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
  expect(svg.match(/<g><title>\d+<\/title>/g) ?? []).toHaveLength(view.stops.length);
});

test('tells totals, times of Peru, depot and districts, and lists up to 30 stops', () => {
  const svg = routeSvg(routeDrawing(20));
  for (const said of ['20', '30.0 km', '3 h 20 min', '08:00', '-21 %', 'Almacén', 'LINCE', '08:10']) {
    expect(svg).toContain(`>${said}<`);
  }
  expect(svg).toContain('Repartidor driver-17  ·  21/11/2026  ·  planificada');
  expect(routeSvg(routeDrawing(31))).not.toContain('>08:10<');
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
