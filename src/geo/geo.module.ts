import { Module } from '@nestjs/common';
import { Config } from '../config/config';
import { AmazonGeocoder } from './amazon-geocoder';
import { AmazonMatrix } from './amazon-matrix';
import { EstimateMatrix } from './estimate-matrix';
import { FallbackMatrix } from './fallback-matrix';
import { Geocoder } from './geocoder';
import { MatrixProvider } from './matrix';
import { OfflineGeocoder } from './offline-geocoder';
import { OsrmMatrix } from './osrm-matrix';
import type { TravelSpeeds } from './travel-speeds';

/** Returns the geocoder that the configuration names. */
export function createGeocoder(config: Config): Geocoder {
  switch (config.GEOCODER) {
    case 'offline':
      return new OfflineGeocoder();
    case 'amazon':
      return new AmazonGeocoder({ region: config.AWS_REGION, timeout_ms: config.GEOCODER_TIMEOUT_MS });
  }
}

/** Returns the source of distances and times that the configuration names, with the estimate behind it where it is a service. */
export function createMatrixProvider(config: Config): MatrixProvider {
  const estimate = new EstimateMatrix(speedsOf(config));
  const timeout_ms = config.MATRIX_TIMEOUT_MS;
  switch (config.MATRIX_PROVIDER) {
    case 'estimate':
      return estimate;
    case 'osrm': {
      const osrm = new OsrmMatrix({ url: config.OSRM_URL ?? '', max_points: config.OSRM_MAX_POINTS });
      return new FallbackMatrix(osrm, estimate, timeout_ms);
    }
    case 'amazon':
      return new FallbackMatrix(new AmazonMatrix({ region: config.AWS_REGION, timeout_ms }), estimate, timeout_ms);
  }
}

/** Returns how fast vans are by the configuration. */
export const speedsOf = (config: Config): TravelSpeeds => ({
  cities: config.CITY_SPEEDS,
  elsewhere_kmh: config.ELSEWHERE_KMH,
  streets_km: config.STREETS_KM,
  highway_kmh: config.HIGHWAY_KMH,
});

/** Makes a geocoder and a source of distances and times injectable: offline ones, or services that the configuration names. */
@Module({
  providers: [
    { provide: Geocoder, inject: [Config], useFactory: createGeocoder },
    { provide: MatrixProvider, inject: [Config], useFactory: createMatrixProvider },
  ],
  exports: [Geocoder, MatrixProvider],
})
export class GeoModule {}
