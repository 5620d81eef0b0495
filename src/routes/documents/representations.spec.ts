import { represent } from './representations';
import type { Route } from '../route';
import type { RouteDto } from '../route.dto';
import { viewNewRoute } from '../route-shape';
import { routeOver, storedOrder } from '../route.fixture';

const DEPOT = { lat: -12.0464, lon: -77.0428, name: 'Almacén Lima' };
const HOME = { lat: -12.0005, lon: -77.1001 };
const STOP = [-77.0297, -12.1211];

const routeOf = (changes: Partial<Route>): RouteDto => viewNewRoute(routeOver([storedOrder()], changes).route);

interface Drawing {
  readonly features: readonly {
    readonly geometry: { readonly coordinates: unknown };
    readonly properties: { readonly kind: string; readonly name?: string };
  }[];
}

function drawing(changes: Partial<Route>): { readonly line: unknown; readonly places: readonly string[] } {
  const { features } = represent(routeOf(changes), 'geojson') as Drawing;
  const names = features.map(({ properties: { kind, name } }) => (name === undefined ? kind : `${kind} ${name}`));
  return { line: features[0]?.geometry.coordinates, places: names.slice(1) };
}

describe('what is drawn is what is driven', () => {
  const { name: _, ...start } = DEPOT;

  it('from the depot and back', () => {
    const { line, places } = drawing({ depot: DEPOT, driver: { driver_id: 'A', start, end: start } });
    expect(line).toEqual([[-77.0428, -12.0464], STOP, [-77.0428, -12.0464]]);
    expect(places).toEqual(['depot Almacén Lima', 'stop']);
  });

  it('to where the driver must end', () => {
    const route = { depot: DEPOT, driver: { driver_id: 'A', start, end: HOME } };
    const { line, places } = drawing(route);
    expect(line).toEqual([[-77.0428, -12.0464], STOP, [-77.1001, -12.0005]]);
    expect(places).toEqual(['depot Almacén Lima', 'stop', 'end Final']);
    expect(represent(routeOf(route), 'gpx')).toMatch(/<rtept lat="-12.000500" lon="-77.100100"><name>Final.*\n<\/rte>/);
    expect(represent(routeOf(route), 'svg')).toContain('>Final<');
  });

  it('from where the driver begins, to a depot that is elsewhere', () => {
    const { line, places } = drawing({ depot: DEPOT, driver: { driver_id: 'A', start: HOME, end: start } });
    expect(line).toEqual([[-77.1001, -12.0005], STOP, [-77.0428, -12.0464]]);
    expect(places).toEqual(['depot Inicio', 'stop', 'end Almacén Lima']);
  });

  it('no way home from nowhere, when no stop is left', () => {
    const driver = { driver_id: 'A', start, end: start };
    const { features } = represent(routeOf({ depot: DEPOT, driver, stops: 0, sequence: [] }), 'geojson') as Drawing;
    expect(features.map(({ properties }) => properties.kind)).toEqual(['depot']);
  });
});
