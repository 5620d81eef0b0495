/** Mean driving speeds by city and hour, as data: a courier replaces them with its own by configuration. */
export interface CitySpeeds {
  readonly city: string;
  /** Degrees: the city is what lies within `radius_km` of here. */
  readonly lat: number;
  readonly lon: number;
  readonly radius_km: number;
  /** km/h when the hour of departure is unknown. */
  readonly mean_kmh: number;
  /** km/h by local hour of departure, 24 figures. */
  readonly by_hour_kmh: readonly number[];
}

export interface TravelSpeeds {
  readonly cities: readonly CitySpeeds[];
  /** km/h wherever no city is listed. */
  readonly elsewhere_kmh: number;
}

/**
 * Measured for Lima: 17 km/h on average, 12 to 14 at the peaks; the hours between are drawn so that the working day (6 to 22 h) keeps
 * that mean. Nothing was measured elsewhere, so elsewhere the mean of Lima stands: late is worse than early.
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
};
