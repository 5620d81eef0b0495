import { Role, KeyScope } from './principal';

/**
 * What a role may do with a route. `all`: with everything; `own`: with what is its own (a shop's orders, a driver's routes and
 * the parcels on them), where anything else is as if it did not exist.
 */
export interface Permission {
  readonly reach: 'all' | 'own';
  /** A sentence's end for `docs/access.md`: "A shop may …". */
  readonly may: string;
}

/** One row of the policy: who may use a route. A role that is not named may not. */
export interface PolicyRow {
  /** What a credential needs if it is limited to scopes. */
  readonly scope: KeyScope;
  readonly allows: Readonly<Partial<Record<Role, Permission>>>;
  /** The numbers of OWASP's API Security Top 10 (2023) and of ASVS 5.0 that the row is an answer to. */
  readonly answers: readonly string[];
}

const all = (may: string): Permission => ({ reach: 'all', may });
const own = (may: string): Permission => ({ reach: 'own', may });
const staff = (may: string): Pick<Record<Role, Permission>, 'dispatcher' | 'operator'> => ({
  dispatcher: all(may),
  operator: all(may),
});

const OWN_TRACKERS = 'open a tracking code of its own without an order, and report on it';
const OWN_PARCELS =
  'report what happened to the parcels on their own routes, also late, on what they saw while the routes were theirs';
const STATES_LIST = 'read what each state of a parcel means';

/** Object and field level: API1 broken object, API3 broken property level authorization; ASVS 8.2.2 and 8.2.3. */
const OBJECTS = ['API1', 'API3', 'ASVS 8.2.2', 'ASVS 8.2.3'] as const;
/** Function level: API5; ASVS 8.2.1. */
const FUNCTIONS = ['API5', 'ASVS 8.2.1'] as const;
/** What costs: API4 unrestricted resource consumption, API6 sensitive business flows. */
const COSTS = ['API4', 'API6', 'ASVS 2.4.1'] as const;

/** `METHOD /path` as the controllers declare it. A route without a row does not boot, and a row without a route neither. */
export const POLICY: Readonly<Record<string, PolicyRow>> = {
  'POST /orders': {
    scope: 'orders:write',
    allows: { shop: own('create orders of its own'), ...staff('create orders for any shop') },
    answers: [...OBJECTS, ...COSTS],
  },
  'GET /orders': {
    scope: 'orders:read',
    allows: {
      shop: own('list its own orders by time, by its own id of them, by day of delivery'),
      ...staff('list the orders of any shop or state, and what awaits a route on a day'),
    },
    answers: OBJECTS,
  },
  'GET /orders/:order_id': {
    scope: 'orders:read',
    allows: {
      shop: own('read its own orders, without anything of the driver or the route'),
      driver: own('look up each parcel that they still have to deliver'),
      ...staff('read any order'),
    },
    answers: OBJECTS,
  },
  'PATCH /orders/:order_id': {
    scope: 'orders:write',
    allows: { shop: own('change its own orders while that is possible'), ...staff('change any order') },
    answers: OBJECTS,
  },
  'POST /orders/:order_id/cancel': {
    scope: 'orders:write',
    allows: { shop: own('cancel its own orders before they are picked up'), ...staff('cancel any order') },
    answers: OBJECTS,
  },
  'POST /orders/:order_id/attempts': {
    scope: 'tracking:write',
    allows: staff('grant any parcel one more attempt'),
    answers: [...FUNCTIONS, ...COSTS],
  },
  'POST /orders/:order_id/link': {
    scope: 'orders:write',
    allows: {
      shop: own('replace the link under which the recipient of its own order follows it'),
      ...staff('replace the link under which a recipient follows a parcel'),
    },
    answers: OBJECTS,
  },
  'POST /orders/imports': {
    scope: 'orders:write',
    allows: {
      shop: own('import a file of its own orders'),
      ...staff('import a file with orders of several shops'),
    },
    answers: [...OBJECTS, ...COSTS],
  },
  'GET /orders/imports': {
    scope: 'orders:read',
    allows: { shop: own('list its own imports'), ...staff('list the imports of any shop, or of the staff') },
    answers: OBJECTS,
  },
  'GET /orders/imports/:import_id/rows': {
    scope: 'orders:read',
    allows: {
      shop: own('read what became of the rows of its own imports'),
      ...staff('read what became of the rows of any import'),
    },
    answers: OBJECTS,
  },
  'GET /orders/imports/:import_id': {
    scope: 'orders:read',
    allows: { shop: own('read how far its own imports are'), ...staff('read how far any import is') },
    answers: OBJECTS,
  },
  'GET /tracking': {
    scope: 'tracking:read',
    allows: {
      shop: own('follow its own parcels'),
      driver: own('follow the parcels on their own routes'),
      ...staff('follow any parcel'),
    },
    answers: OBJECTS,
  },
  'POST /tracking': {
    scope: 'tracking:write',
    allows: {
      shop: own(OWN_TRACKERS),
      driver: own(OWN_PARCELS),
      ...staff('report what happened to any parcel, and correct what was reported'),
    },
    answers: [...OBJECTS, ...FUNCTIONS],
  },
  'PUT /tracking': {
    scope: 'tracking:write',
    allows: {
      shop: own(OWN_TRACKERS),
      driver: own(OWN_PARCELS),
      ...staff('report what happened to any parcel, and correct what was reported'),
    },
    answers: [...OBJECTS, ...FUNCTIONS],
  },
  'GET /tracking/statuses': {
    scope: 'tracking:read',
    allows: {
      shop: all(STATES_LIST),
      driver: all(STATES_LIST),
      ...staff(STATES_LIST),
    },
    answers: FUNCTIONS,
  },
  'POST /routes': {
    scope: 'routes:write',
    allows: staff('plan routes'),
    answers: [...FUNCTIONS, ...COSTS],
  },
  'GET /routes': {
    scope: 'routes:read',
    allows: { driver: own('list their own routes'), ...staff('list the routes of any driver or day') },
    answers: OBJECTS,
  },
  'GET /routes/:route_id': {
    scope: 'routes:read',
    allows: { driver: own('read their own routes'), ...staff('read any route') },
    answers: OBJECTS,
  },
  'POST /routes/:route_id/start': {
    scope: 'routes:write',
    allows: { driver: own('start their own routes'), ...staff('start any route') },
    answers: OBJECTS,
  },
  'POST /routes/:route_id/complete': {
    scope: 'routes:write',
    allows: { driver: own('complete their own routes'), ...staff('complete any route') },
    answers: OBJECTS,
  },
  'POST /routes/:route_id/cancel': {
    scope: 'routes:write',
    allows: staff('cancel any route'),
    answers: FUNCTIONS,
  },
  'POST /routes/:route_id/reoptimize': {
    scope: 'routes:write',
    allows: staff('plan the rest of any route anew'),
    answers: [...FUNCTIONS, ...COSTS],
  },
  'POST /routes/:route_id/orders': {
    scope: 'routes:write',
    allows: staff('put orders into any planned or started route'),
    answers: [...FUNCTIONS, ...COSTS],
  },
  'DELETE /routes/:route_id/orders/:order_id': {
    scope: 'routes:write',
    allows: staff('take orders off any planned or started route'),
    answers: FUNCTIONS,
  },
  'POST /routes/:route_id/transfer': {
    scope: 'routes:write',
    allows: staff('hand the open stops of any route on to other drivers'),
    answers: [...FUNCTIONS, ...COSTS],
  },
  'GET /days/:day': {
    scope: 'routes:read',
    allows: staff('read how any day stands, in figures'),
    answers: FUNCTIONS,
  },
  'GET /drivers/:driver_id/day': {
    scope: 'routes:read',
    allows: { driver: own("read their own day's routes"), ...staff("read any driver's day") },
    answers: OBJECTS,
  },
  'POST /routes/:route_id/scans': {
    scope: 'tracking:write',
    allows: { driver: own(OWN_PARCELS), ...staff('report the same of many parcels of any route') },
    answers: [...OBJECTS, ...FUNCTIONS, ...COSTS],
  },
  'POST /drivers': { scope: 'fleet:write', allows: staff('register drivers'), answers: FUNCTIONS },
  'GET /drivers': { scope: 'fleet:read', allows: staff('list the registered drivers'), answers: FUNCTIONS },
  'GET /drivers/:driver_id': {
    scope: 'fleet:read',
    allows: { driver: own('read what is registered of themselves'), ...staff('read any registered driver') },
    answers: OBJECTS,
  },
  'PATCH /drivers/:driver_id': {
    scope: 'fleet:write',
    allows: staff('change what is registered of a driver'),
    answers: FUNCTIONS,
  },
  'DELETE /drivers/:driver_id': {
    scope: 'fleet:write',
    allows: staff('take a driver off the register'),
    answers: FUNCTIONS,
  },
  'POST /depots': { scope: 'fleet:write', allows: staff('register depots'), answers: FUNCTIONS },
  'GET /depots': { scope: 'fleet:read', allows: staff('list the registered depots'), answers: FUNCTIONS },
  'GET /depots/:depot_id': { scope: 'fleet:read', allows: staff('read any registered depot'), answers: FUNCTIONS },
  'PATCH /depots/:depot_id': { scope: 'fleet:write', allows: staff('change a registered depot'), answers: FUNCTIONS },
  'DELETE /depots/:depot_id': {
    scope: 'fleet:write',
    allows: staff('take a depot off the register where no driver begins'),
    answers: FUNCTIONS,
  },
  'POST /shops': { scope: 'shops:write', allows: { operator: all('register shops') }, answers: FUNCTIONS },
  'GET /shops': { scope: 'shops:read', allows: staff('list the shops'), answers: FUNCTIONS },
  'GET /shops/:shop_id': {
    scope: 'shops:read',
    allows: { shop: own('read what is registered of itself'), ...staff('read any shop') },
    answers: OBJECTS,
  },
  'PATCH /shops/:shop_id': {
    scope: 'shops:write',
    allows: { operator: all('change and suspend shops') },
    answers: FUNCTIONS,
  },
  'POST /shops/:shop_id/keys': {
    scope: 'shops:write',
    allows: { operator: all('make keys for shops') },
    answers: [...FUNCTIONS, 'API2', 'ASVS 6.2.1'],
  },
  'GET /shops/:shop_id/keys': {
    scope: 'shops:read',
    allows: { shop: own('list its own keys, without their texts'), operator: all("list any shop's keys") },
    answers: OBJECTS,
  },
  'DELETE /shops/:shop_id/keys/:credential_id': {
    scope: 'shops:write',
    allows: { shop: own('withdraw its own keys'), operator: all("withdraw any shop's keys") },
    answers: [...OBJECTS, 'API2'],
  },
  'GET /changes': {
    scope: 'changes:read',
    allows: { operator: all('read who changed what, and when') },
    answers: [...FUNCTIONS, 'ASVS 16.3.1'],
  },
  'GET /routes/plans/:plan_id': {
    scope: 'routes:read',
    allows: staff('read any plan'),
    answers: FUNCTIONS,
  },
};

/** Routes that need no principal, each with its reason. They show nothing of anybody, but for what the link of one parcel opens. */
export const PUBLIC_ROUTES: Readonly<Record<string, string>> = {
  'GET /health':
    'whether the service works, as load balancers and probes do; the answer says only whether the stores answer',
  'GET /t/:token':
    'a parcel, for whoever holds the link in its letters: where it is, to which district and to whom, by first name and initial',
  'GET /t/:token/unsubscribe': 'the way to that page, for mail programs that open an address to which they should post',
  'POST /t/:token/:wish':
    'what whoever holds the link asks for: another day, a note, a neighbour, no more messages; never another address',
};
