/** Mean driving speeds in one city, which is what lies within `radius_km` of its centre. */
export interface CitySpeeds {
  readonly city: string;
  /** Degrees (WGS 84) of the centre. */
  readonly lat: number;
  readonly lon: number;
  readonly radius_km: number;
  /** km/h when the hour of departure is unknown. */
  readonly mean_kmh: number;
  /** km/h by the local hour of departure: 24 figures, from midnight on. */
  readonly by_hour_kmh: readonly number[];
}

/** How fast vans are, by place, hour and length of a leg; the settings of `.env.example` under "Maps". */
export interface TravelSpeeds {
  readonly cities: readonly CitySpeeds[];
  /** km/h on streets wherever no city is listed. */
  readonly elsewhere_kmh: number;
  /** Kilometres of a leg that are driven on streets; what is beyond is driven on a highway. */
  readonly streets_km: number;
  /** km/h on highways. */
  readonly highway_kmh: number;
}

/**
 * The defaults. Measured for Lima: 17 km/h on average, 12 to 14 at the peaks; the hours between are drawn so that the working day (6 to 22 h)
 * keeps that mean. Elsewhere nothing was measured, and the mean of Lima stands. Legs across Lima stay on streets; half of the 100 km/h that the law
 * allows on highways leaves room for trucks, villages and passes. Late is worse than early.
 */
export const DEFAULT_SPEEDS: TravelSpeeds = {
  cities: [
    {
      city: 'Lima y Callao',
      lat: -12.06,
      lon: -77.04,
      radius_km: 45,
      mean_kmh: 17,
      //            0   1   2   3   4   5   6   7   8   9  10  11  12  13  14  15  16  17  18  19  20  21  22  23
      by_hour_kmh: [26, 27, 28, 28, 27, 25, 22, 14, 12, 14, 18, 19, 19, 19, 19, 19, 18, 14, 12, 13, 19, 22, 24, 25],
    },
  ],
  elsewhere_kmh: 17,
  streets_km: 30,
  highway_kmh: 50,
};
