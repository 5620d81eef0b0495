import { outsidePeru } from './coordinates';
import { quickMetres } from './distance';
import { District, districtTable } from './districts';
import type { AddressParts, AddressQuery, GeocodeFailure } from './geocoder';
import { districtsNamed, resolveArea } from './offline-geocoder';

/** What contradicts itself in an address, at the field that says it. */
export interface AddressFault {
  readonly field: 'lat' | 'ubigeo' | 'district';
  /** Says in one sentence what would be right. */
  readonly detail: string;
}

/** A point may be this far from the capital of its district, kilometres, wherever it is. */
const MOST_KM = 60;
/** Amazonian districts are wide: there a point may be so many times as far as the nearest neighbour's capital is. */
const MOST_NEIGHBOUR_DISTANCES = 3;
/** No district reaches as far as that, kilometres, so that its neighbours need not be looked for. */
const WIDEST_KM = 600;

/**
 * Returns what in an address cannot be true: a code that is no district's, a code or a district against the other names, a point outside
 * Peru or far from the district beside it, latitude and longitude exchanged. A vague address has no fault.
 */
export function addressFault(address: AddressQuery): AddressFault | undefined {
  if (typeof address === 'string') return undefined;
  const area = areaOf(address);
  return areaFault(address, area) ?? pointFault(address, meant(address, area));
}

type Area = ReturnType<typeof resolveArea>;

/** What code and names say of the place, without the street: of that a guess is all that can be made. */
function areaOf({ ubigeo, district, province, department, lat }: AddressParts): Area | undefined {
  // A district alone contradicts nothing, and most orders have no more.
  const compared = province?.trim() || department?.trim() || lat !== undefined;
  if (!ubigeo?.trim() && !(district?.trim() && compared)) return undefined;
  const area = resolveArea({ ubigeo, district, province, department });
  return area.found && (area.precision !== 'district' || area.confidence < 0.7) ? undefined : area;
}

/** The districts that an address with a point may mean; none where nothing in it says so. */
function meant(address: AddressParts, area: Area | undefined): readonly District[] {
  if (address.lat === undefined) return [];
  const named = address.ubigeo?.trim() ? [] : districtsNamed(address);
  if (named.length > 0) return named;
  const one = area?.found === true ? districtTable().byUbigeo.get(area.ubigeo ?? '') : undefined;
  return one === undefined ? [] : [one];
}

function areaFault(address: AddressParts, area: Area | undefined): AddressFault | undefined {
  if (area === undefined || area.found) return undefined;
  const told: Partial<Record<GeocodeFailure, AddressFault>> = {
    unknown_ubigeo: {
      field: 'ubigeo',
      detail: `must be INEI's six digits of a district; no district has ${address.ubigeo ?? ''}.`,
    },
    ubigeo_and_names_disagree: {
      field: 'ubigeo',
      detail: `is ${nameOf(districtTable().byUbigeo.get(address.ubigeo?.trim() ?? ''))}, which is not what the names say: give the code or the names of the same district.`,
    },
    names_disagree: {
      field: 'district',
      detail: 'is not in that province or department: give the province in which it lies.',
    },
  };
  return told[area.reason];
}

function pointFault({ lat, lon }: AddressParts, districts: readonly District[]): AddressFault | undefined {
  if (lat === undefined || lon === undefined) return undefined;
  const exchanged = !outsidePeru({ lat: lon, lon: lat });
  const mind = exchanged
    ? ' Latitude and longitude look exchanged: in Peru lat is 0 to -19 and lon is -68 to -82.'
    : '';
  if (outsidePeru({ lat, lon })) return { field: 'lat', detail: `and lon lie outside Peru.${mind}` };
  const [nearest, ...others] = districts
    .map((district) => ({ district, km: quickMetres({ lat, lon }, district) / 1_000 }))
    .sort((a, b) => a.km - b.km);
  if (nearest === undefined || [nearest, ...others].some(isNear)) return undefined;
  const which = others.length > 0 ? 'the nearest place that the names may mean, ' : '';
  return {
    field: 'lat',
    detail: `and lon are ${Math.round(nearest.km)} km from ${which}${nameOf(nearest.district)}: give the point or the district of the same place.`,
  };
}

const isNear = ({ district, km }: { readonly district: District; readonly km: number }): boolean =>
  km <= MOST_KM || (km <= WIDEST_KM && km <= MOST_NEIGHBOUR_DISTANCES * neighbourKm(district));

const nameOf = (district: District | undefined): string =>
  district === undefined ? 'no district' : `${district.district}, ${district.province}, ${district.department}`;

/** Kilometres from a district's capital to the nearest capital of another. */
function neighbourKm(district: District): number {
  let nearest = Infinity;
  for (const other of districtTable().all)
    if (other !== district && Math.abs(other.lat - district.lat) < nearest / 100)
      nearest = Math.min(nearest, quickMetres(other, district) / 1_000);
  return nearest;
}
