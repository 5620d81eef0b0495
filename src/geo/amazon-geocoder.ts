import type { GeocodeResultItem, GeoPlacesClient, PlaceType } from '@aws-sdk/client-geo-places';
import { AmazonOptions, clientConfig, reasonOf } from './amazon-client';
import { coordinateFault, Coordinates, outsidePeru } from './coordinates';
import { geodesicMetres } from './distance';
import { districtTable } from './districts';
import { AddressQuery, Geocoder, GeocodeOutcome, GeocodeResult } from './geocoder';
import { resolveOffline } from './offline-geocoder';

const POINTS: ReadonlySet<PlaceType | undefined> = new Set<PlaceType>([
  'PointAddress',
  'InterpolatedAddress',
  'SecondaryAddress',
  'InferredSecondaryAddress',
  'Intersection',
  'PointOfInterest',
  'Street',
  'Block',
  'SubBlock',
]);

/** A point further than this from the capital of the district that the address names is another place of the same street name. */
const FARTHEST_METRES = 60_000;
/** From here on, the names in the address are believed rather than the service's choice among towns. */
const NAMES_ARE_SURE = 0.7;

function queryOf(address: AddressQuery, area: GeocodeResult): string {
  const street = typeof address === 'string' ? address : address.street;
  const names = typeof address === 'string' ? [] : [area.district, area.province, area.department];
  // The service refuses more than 200 characters.
  return [street, ...names, 'Peru']
    .filter((part) => part?.trim())
    .join(', ')
    .slice(-200);
}

function pointOf(item: GeocodeResultItem): Coordinates | undefined {
  const [lon, lat] = item.Position ?? [];
  if (lon === undefined || lat === undefined || coordinateFault({ lat, lon })) return undefined;
  return { lat, lon };
}

function merge(item: GeocodeResultItem, area: GeocodeResult): GeocodeResult | string {
  const point = pointOf(item);
  if (!point) return 'invalid_answer';
  if (!POINTS.has(item.PlaceType)) return 'no_street_found';
  const district = districtTable().byUbigeo.get(area.ubigeo ?? '');
  if (district && area.confidence >= NAMES_ARE_SURE && geodesicMetres(point, district) > FARTHEST_METRES) {
    return 'far_from_the_named_district';
  }
  const confidence = Math.round((item.MatchScores?.Overall ?? 0.5) * 100) / 100;
  return { ...area, ...point, precision: 'point', confidence, source: 'amazon', outside_peru: outsidePeru(point) };
}

/**
 * Amazon Location Service for the street, the offline table for the district. What needs no service (client coordinates) or contradicts
 * itself never leaves the process, nor does a street without any place: the service would guess a town.
 */
export class AmazonGeocoder extends Geocoder {
  private client: Promise<GeoPlacesClient> | undefined;

  constructor(private readonly options: AmazonOptions) {
    super();
  }

  override async resolve(address: AddressQuery): Promise<GeocodeOutcome> {
    const area = resolveOffline(address);
    if (!area.found || area.precision === 'point') return area;
    if (typeof address !== 'string' && !address.street?.trim()) return area;
    try {
      const [item] = await this.ask(queryOf(address, area), area);
      const merged = item ? merge(item, area) : 'no_street_found';
      return typeof merged === 'string' ? { ...area, fallback_reason: merged } : merged;
    } catch (error) {
      return { ...area, fallback_reason: reasonOf(error) };
    }
  }

  private async ask(query: string, near: Coordinates): Promise<GeocodeResultItem[]> {
    // Loaded at the first use: a cold start that geocodes nothing does not pay for the client.
    const { GeocodeCommand, GeoPlacesClient } = await import('@aws-sdk/client-geo-places');
    this.client ??= Promise.resolve(new GeoPlacesClient(clientConfig(this.options)));
    const client = await this.client;
    const answer = await client.send(
      new GeocodeCommand({
        QueryText: query,
        BiasPosition: [near.lon, near.lat],
        Filter: { IncludeCountries: ['PER'] },
        Language: 'es',
        MaxResults: 1,
        // The answer is stored with the order, which its terms allow only for this (dearer) use.
        IntendedUse: 'Storage',
      }),
      { abortSignal: AbortSignal.timeout(this.options.timeout_ms) },
    );
    return answer.ResultItems ?? [];
  }
}
