import { Injectable } from '@nestjs/common';
import { parseAddress } from './address-parser';
import { coordinateFault, outsidePeru } from './coordinates';
import { resolveDistrict } from './district-resolver';
import { District, districtTable } from './districts';
import {
  AddressQuery,
  AddressParts,
  Geocoder,
  GeocodeFailure,
  GeocodeNotFound,
  GeocodeOutcome,
  GeocodeResult,
} from './geocoder';
import { HOME_PROVINCES } from './place-aliases';
import { PlaceLevel } from './place-index';
import { Mention } from './segment-reader';

/** A reading less sure than this is a guess, and a guess is worse than an answer that asks. */
const LEAST_CONFIDENCE = 0.15;

const DETAILS: Readonly<Record<GeocodeFailure, string>> = {
  not_a_number: 'Latitude and longitude must both be numbers.',
  latitude_out_of_range: 'Latitude is outside -90 to 90 degrees.',
  longitude_out_of_range: 'Longitude is outside -180 to 180 degrees.',
  empty: 'The address is empty.',
  abroad: 'The address is in another country than Peru.',
  no_place_named: 'The address names no district, province or city.',
  too_vague: 'The address is too vague: name the district and the province.',
  unknown_ubigeo: 'No district has this UBIGEO code.',
  ubigeo_and_names_disagree: 'The UBIGEO code and the names are of different districts.',
  names_disagree: 'There is no such district in that province or department.',
};

const notFound = (reason: GeocodeFailure): GeocodeNotFound => ({
  found: false,
  reason,
  detail: DETAILS[reason],
});

function atDistrict(
  district: District,
  rest: Pick<GeocodeResult, 'precision' | 'confidence' | 'source'>,
): GeocodeResult {
  const { ubigeo, district: name, province, department, lat, lon } = district;
  return { found: true, lat, lon, ubigeo, district: name, province, department, ...rest, outside_peru: false };
}

function byText(text: string): GeocodeOutcome {
  const { mentions, detailed, abroad } = parseAddress(text);
  return abroad ? notFound('abroad') : byMentions(mentions, detailed);
}

function byMentions(mentions: readonly Mention[], detailed: boolean): GeocodeOutcome {
  if (mentions.every(({ role }) => role === 'unknown')) return notFound('no_place_named');
  const best = resolveDistrict(mentions, { detailed });
  if (!best) return notFound(mentions.every((mention) => mention.weak) ? 'no_place_named' : 'too_vague');
  if (best.confidence < LEAST_CONFIDENCE) return notFound('too_vague');
  return atDistrict(best.district, { precision: best.precision, confidence: best.confidence, source: 'names' });
}

const FIELDS: readonly PlaceLevel[] = ['district', 'province', 'department'];

/** The names in the fields; a field called `province` is read as a province only. A district's may hold several levels. */
function fieldMentions(parts: AddressParts): { mentions: Mention[]; unread: boolean } {
  let unread = false;
  const mentions = FIELDS.flatMap((level) => {
    const text = parts[level]?.trim();
    if (!text) return [];
    const read: readonly Mention[] = parseAddress(text).mentions.flatMap((mention) => {
      const places = level === 'district' ? mention.places : mention.places.filter((place) => place.level === level);
      return places.length > 0 || mention.role === 'capital' ? [{ ...mention, places, weak: false }] : [];
    });
    unread ||= read.length === 0;
    return read;
  });
  return { mentions: mentions.map((mention, position) => ({ ...mention, position })), unread };
}

/**
 * Returns the districts that the fields beside the street may mean, so far as each of them is read rightly spelt: of `Miraflores` alone there are
 * four. None where a name is not known, or where it is likelier a quarter's than that of a district far from home.
 */
export function districtsNamed({ district, province, department }: AddressParts): readonly District[] {
  const narrow = districtsOf({ district, province, department });
  // Shops write the region where the form asks for the province: `Cusco` and most others are both.
  const isRegion = province?.trim() && !district?.trim() && !department?.trim();
  const wide = isRegion ? districtsOf({ department: province }) : [];
  return [...new Set([...narrow, ...wide])];
}

function districtsOf(parts: AddressParts): readonly District[] {
  const { mentions, unread } = fieldMentions(parts);
  const named = mentions.filter(({ role, places }) => role === 'name' && places.length > 0);
  if (unread || named.length === 0 || named.length < mentions.length || named.some(({ edits }) => edits > 0)) return [];
  const fitting = districtTable().all.filter((each) => fits(named, each));
  const stated = parts.province?.trim() || parts.department?.trim();
  return stated || fitting.some(isWellKnown) ? fitting : [];
}

/** Inhabitants of a district whose name alone is taken for it wherever an address is. */
const WELL_KNOWN = 40_000;

const isWellKnown = ({ inhabitants, ubigeo }: District): boolean =>
  inhabitants >= WELL_KNOWN || HOME_PROVINCES.includes(ubigeo.slice(0, 4));

/** Whether some reading of each name fits the district. */
function fits(mentions: readonly Mention[], { ubigeo }: District): boolean {
  return mentions.every(
    (mention) =>
      mention.role !== 'name' ||
      mention.places.length === 0 ||
      mention.places.some((place) => ubigeo.startsWith(place.code)),
  );
}

function byCode(parts: AddressParts & { readonly ubigeo: string }): GeocodeOutcome {
  const district = districtTable().byUbigeo.get(parts.ubigeo.trim());
  if (!district) return notFound('unknown_ubigeo');
  const { mentions, unread } = fieldMentions(parts);
  if (!fits(mentions, district)) return notFound('ubigeo_and_names_disagree');
  return atDistrict(district, { precision: 'district', confidence: unread ? 0.8 : 1, source: 'ubigeo' });
}

/** A web shop's city and region, and the district at the end of the street: the street knows better where it agrees with the city. */
function streetDistrict({ street }: AddressParts, city: District): GeocodeResult | undefined {
  if (!street?.trim()) return undefined;
  const read = byText(`${street}, ${city.province}`);
  return read.found && read.precision === 'district' && read.ubigeo?.startsWith(city.ubigeo.slice(0, 4))
    ? read
    : undefined;
}

function byNames(parts: AddressParts): GeocodeOutcome {
  const { mentions } = fieldMentions(parts);
  if (mentions.length > 0) {
    const best = resolveDistrict(mentions, { detailed: (parts.street?.trim().length ?? 0) > 0 });
    if (!best) return notFound('too_vague');
    if (parts.district?.trim() && !fits(mentions, best.district)) return notFound('names_disagree');
    const inStreet = best.precision === 'province' ? streetDistrict(parts, best.district) : undefined;
    if (inStreet) return inStreet;
    if (parts.district?.trim() || !parts.street) {
      const precision = parts.district?.trim() ? best.precision : 'province';
      return atDistrict(best.district, { precision, confidence: best.confidence, source: 'names' });
    }
  }
  // No district field: people write it into the street, and the other fields come last, as they would on paper.
  const text = [parts.street, parts.district, parts.province, parts.department]
    .filter((part) => part?.trim())
    .join(', ');
  return text ? byText(text) : notFound('empty');
}

/** Returns the district of an address by its code, its names or its text, and no coordinates. It does no I/O, for callers that need no service. */
export function resolveArea(address: AddressQuery): GeocodeOutcome {
  if (typeof address === 'string') return address.trim() ? byText(address) : notFound('empty');
  if (address.ubigeo?.trim()) return byCode({ ...address, ubigeo: address.ubigeo });
  return byNames(address);
}

export function resolveOffline(address: AddressQuery): GeocodeOutcome {
  if (typeof address === 'string' || (address.lat === undefined && address.lon === undefined))
    return resolveArea(address);
  const { lat, lon } = address;
  const fault = coordinateFault({ lat, lon });
  if (fault || lat === undefined || lon === undefined) return notFound(fault ?? 'not_a_number');
  const { ubigeo, district, province, department } = address;
  const area = ubigeo || district ? resolveArea({ ubigeo, district, province, department }) : undefined;
  if (area && !area.found && area.reason !== 'too_vague' && area.reason !== 'no_place_named') return area;
  return {
    ...(area?.found ? area : { found: true as const }),
    lat,
    lon,
    precision: 'point',
    confidence: 1,
    source: 'client',
    outside_peru: outsidePeru({ lat, lon }),
  };
}

/** Finds addresses by the table of districts in this package: no network, microseconds, never more precise than a district. */
@Injectable()
export class OfflineGeocoder extends Geocoder {
  override resolve(address: AddressQuery): Promise<GeocodeOutcome> {
    return Promise.resolve(resolveOffline(address));
  }
}
