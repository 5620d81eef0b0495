import type { CalculateRouteMatrixCommandInput, GeoRoutesClient, RouteMatrixEntry } from '@aws-sdk/client-geo-routes';
import { present } from '../kernel/present';
import { AmazonOptions, clientConfig, reasonOf } from './amazon-client';
import { Coordinates } from './coordinates';
import { geodesicMetres } from './distance';
import {
  assemble,
  blocks,
  Cell,
  checkPoints,
  DistanceMatrix,
  MatrixError,
  MatrixOptions,
  MatrixProvider,
} from './matrix';

/** Limits of CalculateRouteMatrix: 160,000 pairs inside a box of up to 400 km, otherwise 15 origins and 100 pairs. */
const INSIDE_BOX = { rows: 400, columns: 400 };
const UNBOUNDED = { rows: 10, columns: 10 };
const LARGEST_DIAGONAL_METRES = 400_000;
/** Roads leave the box of the stops: room around it. */
const MARGIN_DEGREES = 0.2;
/** More requests than this cost more than the plan is worth. */
const MOST_REQUESTS = 50;

function boundary(points: readonly Coordinates[]): number[] | undefined {
  const lats = points.map(({ lat }) => lat);
  const lons = points.map(({ lon }) => lon);
  const south = Math.max(Math.min(...lats) - MARGIN_DEGREES, -90);
  const north = Math.min(Math.max(...lats) + MARGIN_DEGREES, 90);
  const west = Math.max(Math.min(...lons) - MARGIN_DEGREES, -180);
  const east = Math.min(Math.max(...lons) + MARGIN_DEGREES, 180);
  const diagonal = geodesicMetres({ lat: south, lon: west }, { lat: north, lon: east });
  return diagonal < LARGEST_DIAGONAL_METRES && east - west < 90 ? [west, south, east, north] : undefined;
}

function toCell(entry: RouteMatrixEntry | undefined): Cell {
  if (!entry) throw new MatrixError('invalid_answer');
  // An entry with an error (no road, off the map) carries zeros: it is no short way.
  if (entry.Error) return { metres: null, seconds: null };
  return { metres: entry.Distance ?? null, seconds: entry.Duration ?? null };
}

/** Amazon Location Service's route matrix: real roads and traffic, billed by the pair. */
export class AmazonMatrix extends MatrixProvider {
  private client: Promise<GeoRoutesClient> | undefined;

  constructor(private readonly options: AmazonOptions) {
    super();
  }

  override async matrix(
    points: readonly Coordinates[],
    { departure_at, signal }: MatrixOptions = {},
  ): Promise<DistanceMatrix> {
    checkPoints(points);
    const box = boundary(points);
    const { rows, columns } = box ? INSIDE_BOX : UNBOUNDED;
    const pieces = blocks(points.length, rows, columns);
    if (pieces.length > MOST_REQUESTS) throw new MatrixError('too_large');
    const place = (i: number): { Position: number[] } => ({ Position: [points[i]?.lon ?? 0, points[i]?.lat ?? 0] });
    return assemble(points.length, pieces, 'amazon', async (block) => {
      const matrix = await this.ask(
        {
          Origins: block.rows.map(place),
          Destinations: block.columns.map(place),
          RoutingBoundary: box ? { Geometry: { BoundingBox: box } } : { Unbounded: true },
          ...present({ DepartureTime: departure_at?.toISOString() }),
        },
        signal,
      );
      return (r, c) => toCell(matrix[r]?.[c]);
    });
  }

  private async ask(
    input: CalculateRouteMatrixCommandInput,
    signal: AbortSignal | undefined,
  ): Promise<RouteMatrixEntry[][]> {
    // Loaded at the first use: a cold start that plans nothing does not pay for the client.
    const { CalculateRouteMatrixCommand, GeoRoutesClient } = await import('@aws-sdk/client-geo-routes');
    this.client ??= Promise.resolve(new GeoRoutesClient(clientConfig(this.options)));
    try {
      const client = await this.client;
      const answer = await client.send(new CalculateRouteMatrixCommand(input), present({ abortSignal: signal }));
      return answer.RouteMatrix ?? [];
    } catch (cause) {
      throw new MatrixError(reasonOf(cause), { cause });
    }
  }
}
