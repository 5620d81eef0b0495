import type { DemoDay, DemoPlan, DemoRoute, Mail } from './api';
import type { DemoPlace } from './places';

/**
 * What a kilometre of a small delivery van costs in Lima, in soles: fuel, wear and tyres, without the driver. An assumption of
 * the demo, stated with its result.
 */
const SOLES_PER_KM = 1.1;
/** What an hour of a driver costs with benefits, in soles: also an assumption. */
const SOLES_PER_HOUR = 12;
/** The mean speed of Lima's streets, by which distance saved becomes time saved. */
const KM_PER_HOUR = 17;

const clock = (instant: string): string =>
  new Date(instant).toLocaleTimeString('es-PE', {
    timeZone: 'America/Lima',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
const km = (distance: number): string => `${distance.toFixed(1)} km`;

const OUTCOMES: Readonly<Record<string, string>> = {
  SUCCEEDED: 'delivered',
  FAILED: 'not delivered',
  CARRIED_OVER: 'back at the depot',
  NOT_ATTEMPTED: 'not attempted',
};

/** Returns the stops of a route in visiting order, a line each, with what became of them. */
export function stopTable(route: DemoRoute, placeOf: ReadonlyMap<string, DemoPlace>): string[] {
  const rows = route.sequence.map(({ sequence, order_id, arrival_at, outcome, leg_distance_km }) => {
    const { name, district } = placeOf.get(order_id) ?? { name: '?', district: '?' };
    return [
      String(sequence).padStart(3),
      clock(arrival_at),
      name.padEnd(42),
      district.padEnd(18),
      leg_distance_km.toFixed(1).padStart(5),
      outcome === undefined ? 'open' : (OUTCOMES[outcome] ?? outcome),
    ].join('  ');
  });
  return [['  #', 'at   ', 'Stop'.padEnd(42), 'District'.padEnd(18), '  km', ' outcome'].join('  '), ...rows];
}

/** Returns the planned distance beside what it replaces, in kilometres and soles. */
export function gains({ routes, baseline }: DemoPlan): string[] {
  const planned = routes.reduce((sum, { estimated_distance_km }) => sum + estimated_distance_km, 0);
  const hours = routes.reduce((sum, { estimated_duration_seconds }) => sum + estimated_duration_seconds, 0) / 3600;
  const line = (label: string, distance: number | null | undefined): string[] => {
    if (typeof distance !== 'number') return [];
    const saved = distance - planned;
    const soles = saved * (SOLES_PER_KM + SOLES_PER_HOUR / KM_PER_HOUR);
    const share = ((100 * saved) / distance).toFixed(1);
    return [
      `  ${label.padEnd(26)}${km(distance).padStart(9)}   the plan saves ${km(saved)} (${share} %), S/ ${soles.toFixed(2)}`,
    ];
  };
  return [
    `  ${'Planned'.padEnd(26)}${km(planned).padStart(9)}   ${hours.toFixed(1)} hours of drivers`,
    ...line('Nearest neighbour', baseline?.nearest_neighbour_km),
    ...line('As the orders came in', baseline?.given_order_km),
    `  (at S/ ${SOLES_PER_KM.toFixed(2)} a km for the van and S/ ${SOLES_PER_HOUR} an hour for the driver at ${KM_PER_HOUR} km/h)`,
  ];
}

/** Returns how many letters and text messages of each kind went out: by subject, without the tracking id. */
export function mailSummary(mails: readonly Mail[]): string[] {
  const kinds = new Map<string, number>();
  for (const { subject } of mails) {
    const kind = subject.startsWith('SMS') ? 'text messages' : subject.replace(/\s*·\s*DNX[0-9A-Z]+/, '');
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `  ${String(count).padStart(4)}  ${kind}`);
}

/** Returns how the day stands, as `GET /days/{day}` counts it. */
export function dayCounts({ awaiting_route, routes, stops }: DemoDay): string[] {
  const line = (label: string, counts: Readonly<Record<string, number>>): string =>
    `  ${label.padEnd(26)}${
      Object.entries(counts)
        .map(([state, count]) => `${count} ${state}`)
        .join(', ') || 'none'
    }`;
  return [line('Orders without a route', awaiting_route.due), line('Routes', routes), line('Stops', stops)];
}
