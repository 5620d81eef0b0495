import { AmazonOptions } from './amazon-client';
import { TravelSpeeds } from './travel-speeds';

export interface GeoOptions {
  readonly geocoder: 'offline' | 'amazon';
  readonly matrix: 'estimate' | 'osrm' | 'amazon';
  /** Required for `osrm`: up to and without `/table/v1/driving`. */
  readonly osrm_url?: string;
  /** Points in one request to it; 100 unless its operator raised the limit. */
  readonly osrm_max_points?: number;
  /** Required for `amazon`. */
  readonly region?: string;
  /** Milliseconds until the offline answer is taken; 1,000 unless set. */
  readonly geocoder_timeout_ms?: number;
  readonly matrix_timeout_ms?: number;
  readonly speeds?: TravelSpeeds;
  readonly amazon?: Pick<AmazonOptions, 'endpoint' | 'credentials'>;
}

/** Injection token of `GeoOptions`. */
export const GEO_OPTIONS = Symbol('GEO_OPTIONS');
