import type { Coordinates } from '../../geo/coordinates';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PaperPoint {
  readonly x: number;
  readonly y: number;
}

export interface MapFrame {
  readonly box: Box;
  /** Kilometres in one millimetre of paper. */
  readonly kmPerMm: number;
  /** Returns where a point is on paper, in millimetres. */
  project(point: Coordinates): PaperPoint;
}

const KM_PER_DEGREE = 111.2;
/** The least that a map shows: a single stop still gets its surroundings. */
const LEAST_SPAN_KM = 1.2;
/** White around the outermost stops, in millimetres: room for their numbers. */
const MARGIN_MM = 13;

/** Returns longitudes as one run of figures: those on the other side of the date line go on beyond 180. */
function unroll(points: readonly Coordinates[]): (lon: number) => number {
  const lons = points.map(({ lon }) => lon);
  const cut = lons.length > 0 && Math.max(...lons) - Math.min(...lons) > 180;
  return (lon) => (cut && lon < 0 ? lon + 360 : lon);
}

/** Returns a frame that holds all points: north is up, and it is true to scale at its middle latitude. */
export function mapFrame(points: readonly Coordinates[], box: Box): MapFrame {
  const lonOf = unroll(points);
  const lats = points.map(({ lat }) => lat);
  const lons = points.map(({ lon }) => lonOf(lon));
  const middle = (values: readonly number[]): number =>
    values.length > 0 ? (Math.min(...values) + Math.max(...values)) / 2 : 0;
  const span = (values: readonly number[]): number =>
    values.length > 0 ? Math.max(...values) - Math.min(...values) : 0;
  const [lat0, lon0] = [middle(lats), middle(lons)];
  const shrink = Math.max(Math.cos((lat0 * Math.PI) / 180), 0.05);
  const width = Math.max(span(lons) * shrink * KM_PER_DEGREE, LEAST_SPAN_KM);
  const height = Math.max(span(lats) * KM_PER_DEGREE, LEAST_SPAN_KM);
  const kmPerMm = Math.max(width / (box.width - 2 * MARGIN_MM), height / (box.height - 2 * MARGIN_MM));
  return {
    box,
    kmPerMm,
    project: ({ lat, lon }) => ({
      x: box.x + box.width / 2 + ((lonOf(lon) - lon0) * shrink * KM_PER_DEGREE) / kmPerMm,
      y: box.y + box.height / 2 - ((lat - lat0) * KM_PER_DEGREE) / kmPerMm,
    }),
  };
}

/** Returns the round length (1, 2 or 5 times a power of ten, in km) nearest below this many millimetres. */
export function roundLength(kmPerMm: number, atMostMm: number): number {
  const most = kmPerMm * atMostMm;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
}
