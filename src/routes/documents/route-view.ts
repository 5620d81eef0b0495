/** What the renderers draw: a planned route as plain data, without anything personal. */
export interface RouteViewPoint {
  /** Degrees, WGS 84. */
  readonly lat: number;
  readonly lon: number;
}

export interface RouteViewPlace extends RouteViewPoint {
  readonly name?: string;
}

export interface RouteViewStop extends RouteViewPoint {
  /** From 1, in the order of driving. */
  readonly sequence: number;
  readonly order_id: string;
  readonly district?: string;
  /** `district` and `province`: the point is only the middle of a town. */
  readonly precision?: 'point' | 'district' | 'province';
  /** RFC 3339, UTC. */
  readonly arrival_at: string;
  readonly departure_at?: string;
  readonly leg_distance_km: number;
  readonly cumulative_distance_km: number;
  readonly waiting_seconds: number;
  readonly service_seconds: number;
}

export interface RouteViewTotals {
  readonly distance_km: number;
  readonly duration_seconds: number;
  /** Against the nearest neighbour, in percent, where it was computed. */
  readonly improvement_pct?: number;
}

export interface RouteView {
  readonly route_id: string;
  readonly driver_id: string;
  readonly status: string;
  /** RFC 3339, UTC: leaving the depot, or the first stop on an open route. */
  readonly departure_at?: string;
  /** Where the route begins. */
  readonly depot?: RouteViewPlace;
  /** Back there after the last stop. */
  readonly returns_to_depot?: boolean;
  /** Where it must end instead. */
  readonly end?: RouteViewPlace;
  readonly stops: readonly RouteViewStop[];
  readonly totals: RouteViewTotals;
  /** The road driven, where a road network was asked; straight legs otherwise. */
  readonly geometry?: readonly RouteViewPoint[];
  /** Estimated distances, or stops known only by their district. */
  readonly approximate?: boolean;
}

/** The line of the route: the road where it is known, else depot, stops and depot or end. */
export function routeLine(view: RouteView): readonly RouteViewPoint[] {
  if (view.geometry && view.geometry.length > 1) return view.geometry;
  const depot = view.depot ? [view.depot] : [];
  const finish = view.end ? [view.end] : view.returns_to_depot ? depot : [];
  return [...depot, ...view.stops, ...(view.stops.length > 0 ? finish : [])];
}
