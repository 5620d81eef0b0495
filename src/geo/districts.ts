import { DISTRICT_LINES } from './data/districts.data';

/** A district of Peru as INEI lists it; see data/CREDITS.md for the source. */
export interface District {
  /** INEI's six digits: department, province, district. */
  readonly ubigeo: string;
  readonly district: string;
  readonly province: string;
  readonly department: string;
  /** Degrees (WGS 84) of the capital's square, not of the area's centre. */
  readonly lat: number;
  readonly lon: number;
  readonly inhabitants: number;
  /** The capital's name, where it is not the district's. */
  readonly capital?: string;
}

export interface DistrictTable {
  readonly all: readonly District[];
  readonly byUbigeo: ReadonlyMap<string, District>;
}

function parse(lines: string): DistrictTable {
  const names = new Map<string, string>();
  const all: District[] = [];
  for (const line of lines.trim().split('\n')) {
    const [code = '', name = '', lat, lon, inhabitants, capital] = line.split('|');
    if (code.length < 6) {
      names.set(code, name);
      continue;
    }
    all.push({
      ubigeo: code,
      district: name,
      province: names.get(code.slice(0, 4)) ?? '',
      department: names.get(code.slice(0, 2)) ?? '',
      lat: Number(lat),
      lon: Number(lon),
      inhabitants: Number(inhabitants),
      ...(capital === undefined ? {} : { capital }),
    });
  }
  return { all, byUbigeo: new Map(all.map((district) => [district.ubigeo, district])) };
}

let table: DistrictTable | undefined;

/** Returns the table, which is parsed at the first use: most Lambda invocations geocode nothing, and a cold start should not pay for it. */
export function districtTable(): DistrictTable {
  table ??= parse(DISTRICT_LINES);
  return table;
}
