import { Coordinates } from './coordinates';
import { quickMetres } from './distance';
import { checkPoints, DistanceMatrix, MatrixOptions, MatrixProvider } from './matrix';
import { roadMetres, secondsAt, speedKmh } from './travel-estimate';
import { DEFAULT_SPEEDS, TravelSpeeds } from './travel-speeds';

/** Straight lines turned into roads: no network, symmetric in distance, 1,000 x 1,000 in about 50 ms. */
export class EstimateMatrix extends MatrixProvider {
  constructor(private readonly speeds: TravelSpeeds = DEFAULT_SPEEDS) {
    super();
  }

  override matrix(points: readonly Coordinates[], options: MatrixOptions = {}): Promise<DistanceMatrix> {
    return new Promise((resolve) => {
      resolve(this.estimate(points, options));
    });
  }

  estimate(points: readonly Coordinates[], { departure_at }: MatrixOptions = {}): DistanceMatrix {
    checkPoints(points);
    const size = points.length;
    const distances_m = new Float64Array(size * size);
    const durations_s = new Float64Array(size * size);
    const speeds = points.map((point) => speedKmh(point, departure_at, this.speeds));
    points.forEach((from, i) => {
      for (let j = i + 1; j < size; j++) {
        const to = points[j] ?? from;
        const metres = roadMetres(quickMetres(from, to));
        distances_m[i * size + j] = metres;
        distances_m[j * size + i] = metres;
        durations_s[i * size + j] = secondsAt(metres, speeds[i] ?? 1);
        durations_s[j * size + i] = secondsAt(metres, speeds[j] ?? 1);
      }
    });
    return { size, distances_m, durations_s, source: 'estimate', approximate: true };
  }
}
