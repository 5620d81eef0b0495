import { Coordinates, CoordinateFault } from './coordinates';

/** The parts of `delivery_address` that say where it is; the whole may be one string instead. */
export interface AddressParts {
  readonly street?: string | undefined;
  readonly district?: string | undefined;
  readonly province?: string | undefined;
  readonly department?: string | undefined;
  /** INEI's code; RENIEC gives nearly every district another one. */
  readonly ubigeo?: string | undefined;
  readonly reference?: string | undefined;
  readonly lat?: number | undefined;
  readonly lon?: number | undefined;
}

/** What a geocoder is asked: an address on one line, or in its parts. */
export type AddressQuery = string | AddressParts;

export type GeocodePrecision = 'point' | 'district' | 'province';

export interface GeocodeResult extends Coordinates {
  readonly found: true;
  /** INEI's code and the names, where they are known: a client's bare coordinates name nothing. */
  readonly ubigeo?: string;
  readonly district?: string;
  readonly province?: string;
  readonly department?: string;
  /** `district` and `province` are the capital's square: a route over such stops is approximate. */
  readonly precision: GeocodePrecision;
  /** 0 to 1. Below 0.7 a person should look. */
  readonly confidence: number;
  readonly source: 'client' | 'ubigeo' | 'names' | 'amazon';
  /** Abroad or far out at sea: geometry that can be computed with, and surely a mistake. */
  readonly outside_peru: boolean;
  /** Set when the configured service failed and the offline table answered instead. */
  readonly fallback_reason?: string;
}

export type GeocodeFailure =
  | CoordinateFault
  /** Neither coordinates, code nor any text. */
  | 'empty'
  /** It names another country. */
  | 'abroad'
  /** A street or a building, but no district, province or city. */
  | 'no_place_named'
  /** Only a department, or names too doubtful to use. */
  | 'too_vague'
  | 'unknown_ubigeo'
  /** The code is one district's, the names say another. */
  | 'ubigeo_and_names_disagree'
  /** No such district in that province or department. */
  | 'names_disagree';

export interface GeocodeNotFound {
  readonly found: false;
  readonly reason: GeocodeFailure;
  /** Says in one sentence, to the client, what would be right. */
  readonly detail: string;
  readonly fallback_reason?: string;
}

export type GeocodeOutcome = GeocodeResult | GeocodeNotFound;

const CONTRADICTIONS: ReadonlySet<GeocodeFailure> = new Set([
  'not_a_number',
  'latitude_out_of_range',
  'longitude_out_of_range',
  'unknown_ubigeo',
  'ubigeo_and_names_disagree',
  'names_disagree',
]);

/** Whether the client contradicts itself (422), rather than leaving out what we would need. */
export function isContradiction(outcome: GeocodeOutcome): outcome is GeocodeNotFound {
  return !outcome.found && CONTRADICTIONS.has(outcome.reason);
}

/** Turns addresses into coordinates. The class is the injection token; the configuration picks which one is used. */
export abstract class Geocoder {
  /** Returns where an address is, or why nobody can say: every failure is an outcome, and no address makes it throw. */
  abstract resolve(address: AddressQuery): Promise<GeocodeOutcome>;
}
