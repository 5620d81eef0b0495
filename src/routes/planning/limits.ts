/** How much one planning request may ask for. */
export const ROUTE_LIMITS = {
  /** The most stops on one route: its orders are claimed by a few transactions. */
  routeOrders: 200,
  /** The most stops in one fleet plan. */
  fleetOrders: 1_000,
  /** Their routes begin and end in one transaction. */
  drivers: 50,
  /** The most stops in one request; larger fleets are planned behind a queue. */
  fleetOrdersAtOnce: 100,
} as const;
