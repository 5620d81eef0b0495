import { DynamicModule, Module, ModuleMetadata } from '@nestjs/common';
import { present } from '../kernel/present';
import { AmazonGeocoder } from './amazon-geocoder';
import { AmazonMatrix } from './amazon-matrix';
import { EstimateMatrix } from './estimate-matrix';
import { FallbackMatrix } from './fallback-matrix';
import { GEO_OPTIONS, GeoOptions } from './geo.options';
import { Geocoder } from './geocoder';
import { MatrixProvider } from './matrix';
import { OfflineGeocoder } from './offline-geocoder';
import { OsrmMatrix } from './osrm-matrix';

const TIMEOUT_MS = 1_000;

export interface GeoModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: readonly (string | symbol | (abstract new (...args: never[]) => unknown))[];
  readonly useFactory: (...args: never[]) => GeoOptions | Promise<GeoOptions>;
}

function amazonRegion({ region }: GeoOptions): string {
  if (!region) throw new Error('geo: Amazon Location Service needs a region');
  return region;
}

export function createGeocoder(options: GeoOptions): Geocoder {
  if (options.geocoder === 'offline') return new OfflineGeocoder();
  return new AmazonGeocoder({
    ...options.amazon,
    region: amazonRegion(options),
    timeout_ms: options.geocoder_timeout_ms ?? TIMEOUT_MS,
  });
}

export function createMatrixProvider(options: GeoOptions): MatrixProvider {
  const estimate = new EstimateMatrix(options.speeds);
  const timeout = options.matrix_timeout_ms ?? TIMEOUT_MS;
  switch (options.matrix) {
    case 'estimate':
      return estimate;
    case 'osrm': {
      if (!options.osrm_url) throw new Error('geo: the OSRM matrix needs the URL of its server');
      return new FallbackMatrix(
        new OsrmMatrix(present({ url: options.osrm_url, max_points: options.osrm_max_points })),
        estimate,
        timeout,
      );
    }
    case 'amazon': {
      const amazon = new AmazonMatrix({ ...options.amazon, region: amazonRegion(options), timeout_ms: timeout });
      return new FallbackMatrix(amazon, estimate, timeout);
    }
  }
}

/** Geocoding and travel matrices; whoever composes the application says which, and no one here reads the environment. */
@Module({})
export class GeoModule {
  static forRootAsync({ imports, inject, useFactory }: GeoModuleAsyncOptions): DynamicModule {
    return {
      module: GeoModule,
      imports: imports ?? [],
      providers: [
        { provide: GEO_OPTIONS, inject: [...(inject ?? [])], useFactory },
        { provide: Geocoder, inject: [GEO_OPTIONS], useFactory: createGeocoder },
        { provide: MatrixProvider, inject: [GEO_OPTIONS], useFactory: createMatrixProvider },
      ],
      exports: [Geocoder, MatrixProvider],
    };
  }
}
