/** How much one planning request may ask for. */
export const ROUTE_LIMITS = {
  /** On one route: its orders are claimed by a few transactions. */
  routeOrders: 200,
  /** In one fleet plan. */
  fleetOrders: 1_000,
  /** Their routes begin and end in one transaction. */
  drivers: 50,
  /** In one request; larger fleets are planned behind a queue. */
  fleetOrdersAtOnce: 100,
} as const;
