import { boundingBox, routeGeoJson } from './geojson';
import { routeDrawing, spiralStops, stopsAt } from './route-drawing.fixture';

test('is a FeatureCollection of the line, the depot and the stops, longitude first', () => {
  const { type, bbox, features } = routeGeoJson(routeDrawing(2));
  expect(type).toBe('FeatureCollection');
  expect(features.map(({ geometry, properties }) => `${String(properties?.['kind'])} ${geometry.type}`)).toEqual([
    'route LineString',
    'depot Point',
    'stop Point',
    'stop Point',
  ]);
  expect(features[0]?.geometry.coordinates).toHaveLength(4);
  expect(features[2]?.geometry.coordinates).toEqual([-77.04, -12.08]);
  expect(bbox).toHaveLength(4);
  expect(bbox?.[0]).toBeLessThan(bbox?.[2] ?? -Infinity);
  expect(features[2]?.properties).toMatchObject({
    sequence: 1,
    district: 'Lince',
    links: { waze: expect.any(String) as string },
  });
  expect(features[2]?.properties).not.toHaveProperty('lat');
});

test('has no line for one stop without a depot, and no box for nothing', () => {
  const { depot: _, ...open } = routeDrawing(1, { returns_to_depot: false });
  expect(routeGeoJson(open).features.map(({ geometry }) => geometry.type)).toEqual(['Point']);
  const empty = routeGeoJson({ ...open, stops: [] });
  expect(empty).toEqual({ type: 'FeatureCollection', features: [] });
});

test('cuts the line at the date line, where its box has west east of east', () => {
  const { depot: _, ...open } = routeDrawing(stopsAt([10, 179], [12, -179], [11, 178]), { returns_to_depot: false });
  const { bbox, features } = routeGeoJson(open);
  expect(features[0]?.geometry).toEqual({
    type: 'MultiLineString',
    coordinates: [
      [
        [179, 10],
        [180, 11],
      ],
      [
        [-180, 11],
        [-179, 12],
        [-180, expect.closeTo(11.667, 3)],
      ],
      [
        [180, expect.closeTo(11.667, 3)],
        [178, 11],
      ],
    ],
  });
  expect(bbox).toEqual([178, 10, -179, 12]);
});

test.each([
  ['one point', [[-12, -77]], [-77, -12, -77, -12]],
  [
    'Lima',
    [
      [-12, -77.1],
      [-12.3, -76.9],
    ],
    [-77.1, -12.3, -76.9, -12],
  ],
  [
    'both sides of Greenwich',
    [
      [1, -3],
      [2, 4],
    ],
    [-3, 1, 4, 2],
  ],
  ['the date line itself', [[0, 180]], [180, 0, 180, 0]],
] as const)('bounds %s', (_, places, box) => {
  expect(boundingBox(stopsAt(...places))).toEqual(box);
});

test('says of each stop where it stands, and of one that nobody goes to neither time nor links', () => {
  const [skipped, ahead] = spiralStops(2);
  if (skipped === undefined || ahead === undefined) throw new Error('no stops');
  const closed = { ...skipped, state: 'CLOSED', outcome: 'FAILED' } as const;
  const { features } = routeGeoJson(routeDrawing([closed, { ...ahead, state: 'NEW' }], { returns_to_depot: false }));
  expect(features[0]?.geometry.coordinates).toHaveLength(2);
  const [, , first, second] = features;
  expect(first?.properties).toMatchObject({ sequence: 1, state: 'CLOSED', outcome: 'FAILED' });
  for (const absent of ['links', 'arrival_at', 'departure_at']) expect(first?.properties).not.toHaveProperty(absent);
  expect(second?.properties).toMatchObject({ state: 'NEW', arrival_at: ahead.arrival_at, links: {} });
});
