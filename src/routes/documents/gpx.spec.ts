import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { routeGpx } from './gpx';
import { routeDrawing, spiralStops } from './route-drawing.fixture';

interface Gpx {
  readonly gpx: {
    readonly '@version': string;
    readonly '@xmlns': string;
    readonly metadata: { readonly name: string; readonly time: string };
    readonly wpt?: { readonly name: string };
    readonly rte: { readonly name: string; readonly rtept: readonly Record<string, unknown>[] };
  };
}

function parse(xml: string): Gpx {
  expect(XMLValidator.validate(xml)).toBe(true);
  return new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false }).parse(xml) as Gpx;
}

test('is GPX 1.1: a waypoint for the depot, a route with every stop in order, each with its links', () => {
  const { gpx } = parse(routeGpx(routeDrawing(2)));
  expect(gpx).toMatchObject({ '@version': '1.1', '@xmlns': 'http://www.topografix.com/GPX/1/1' });
  expect(Object.keys(gpx).filter((key) => !key.startsWith('@'))).toEqual(['metadata', 'wpt', 'rte']);
  expect(gpx.rte.rtept.map((point) => point['name'])).toEqual(['Almacén', '1', '2', 'Almacén']);
  // The schema fixes the order.
  expect(Object.keys(gpx.rte.rtept[1] ?? {})).toEqual(['time', 'name', 'desc', 'link', 'type', '@lat', '@lon']);
  expect(gpx.rte.rtept[1]).toMatchObject({
    '@lat': '-12.080000',
    '@lon': '-77.040000',
    time: '2026-11-21T13:10:00.000Z',
  });
  expect(gpx.rte.rtept[1]?.['link']).toHaveLength(2);
});

test('escapes what comes from outside', () => {
  const name = 'Almacén <"A&B\'s">\u0000\u001b\ud800';
  const { gpx } = parse(routeGpx(routeDrawing(1, { depot: { lat: 0, lon: 0, name }, route_id: '</name><trk>' })));
  expect(gpx.wpt?.name).toContain('Almacén <"A&B\'s">');
  expect(gpx.metadata.name).toBe('</name><trk>');
  expect(gpx.rte.name).toBe('</name><trk>');
});

test('sends nobody to a stop that is closed, nor along a way to one that nobody goes to', () => {
  const [done, skipped, ahead] = spiralStops(3);
  if (done === undefined || skipped === undefined || ahead === undefined) throw new Error('no stops');
  const stops = [
    { ...done, state: 'CLOSED', outcome: 'SUCCEEDED' } as const,
    { ...skipped, state: 'CLOSED', outcome: 'FAILED' } as const,
    { ...ahead, state: 'NEW' } as const,
  ];
  const { gpx } = parse(routeGpx(routeDrawing(stops, { returns_to_depot: false })));
  expect(gpx.rte.rtept.map(({ name, type }) => [name, type])).toEqual([
    ['Almacén', 'depot'],
    ['1', 'stop closed'],
    ['3', 'stop'],
  ]);
  expect(gpx.rte.rtept[1]).not.toHaveProperty('link');
  const [, apart] = gpx.wpt as unknown as Record<string, unknown>[];
  expect(apart).toMatchObject({ name: '2', type: 'stop skipped' });
  expect(apart).not.toHaveProperty('time');
  expect(apart).not.toHaveProperty('link');
});
