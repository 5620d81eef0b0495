import { Coordinates } from './coordinates';
import { EstimateMatrix } from './estimate-matrix';
import { DistanceMatrix, InvalidPointError, MatrixError, MatrixOptions, MatrixProvider } from './matrix';

/** Asks the configured provider, and estimates when it fails or is late; the matrix says which. */
export class FallbackMatrix extends MatrixProvider {
  constructor(
    private readonly provider: MatrixProvider,
    private readonly estimate: EstimateMatrix,
    /** Milliseconds; a plan has about a second in all. */
    private readonly timeoutMs = 1_000,
  ) {
    super();
  }

  override async matrix(points: readonly Coordinates[], options: MatrixOptions = {}): Promise<DistanceMatrix> {
    // One or no point has no legs: nothing to ask, nothing approximate.
    if (points.length < 2) return withoutLegs(await this.estimate.matrix(points, options));
    const abort = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, abort.signal]) : abort.signal;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new MatrixError('timeout'));
      }, this.timeoutMs);
    });
    try {
      // Raced, not only aborted: a provider that ignores its signal must not hold the plan.
      return await Promise.race([this.provider.matrix(points, { ...options, signal }), late]);
    } catch (error) {
      if (error instanceof InvalidPointError) throw error;
      const reason = error instanceof MatrixError ? error.reason : 'provider_failed';
      return { ...(await this.estimate.matrix(points, options)), fallback_reason: reason };
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  }
}

function withoutLegs({ size, distances_m, durations_s, source }: DistanceMatrix): DistanceMatrix {
  return { size, distances_m, durations_s, source };
}
