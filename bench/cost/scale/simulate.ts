import type { Measured } from '../model';
import { peak, PER_ORDER } from '../model';
import { KeyRange } from './key-range';
import { Executions } from './lambda';
import { OnDemand } from './on-demand';
import { QueueWorkers, StreamReaders } from './workers';

export interface Scenario {
  readonly name: string;
  readonly requestsPerSecond: number;
  /** Shards of each status in `status_index`. */
  readonly statusShards: number;
  /** Share of all orders that the busiest shop makes. */
  readonly busiestShop: number;
  /** Write units a second that the table is warm for. */
  readonly warmWriteUnits: number;
  readonly apiConcurrency: number;
  readonly parallelization: number;
  readonly notifierConcurrency: number;
}

export interface Second {
  readonly asked: number;
  readonly answered: number;
  /** Seconds that the oldest change waits for the relay. */
  readonly relayAge: number;
  readonly letters: number;
}

export interface Outcome {
  readonly scenario: Scenario;
  readonly seconds: readonly Second[];
  /** Requests of all that were refused, in percent, and by what. */
  readonly refusedPct: number;
  readonly refusedBy: Readonly<Record<Bottleneck, number>>;
  readonly hottestStatusKey: number;
  readonly hottestShopKey: number;
  readonly executions: number;
}

export type Bottleneck = 'lambda' | 'table' | 'status_index' | 'customer_index';

/** Seconds simulated, and over which the traffic rises from nothing. */
const SECONDS = 900;
const RISE_SECONDS = 60;
/** An order with its indexes' projections is written in units of 1 KB: one and a half KB take two. */
const UNITS_PER_INDEX_WRITE = 2;
const RELAY_SECONDS_PER_BATCH = 0.5;
const RELAY_BATCH = 100;
const LETTER_BATCH = 10;
const LETTER_SECONDS_PER_BATCH = 0.4;

/**
 * Plays a quarter of an hour second by second. What one piece refuses, the next is not asked; a write that an index refuses is refused
 * by its table, and DINEX answers 503 with Retry-After once its tries have used up the request's time. All tables are one, their
 * writes spread evenly but for the two keys; reads, which are cheaper and not the first to give way, and the load of tries are left out.
 */
export function simulate(scenario: Scenario, measured: Measured): Outcome {
  const perRequest = peak(1, measured);
  const api = new Executions(scenario.apiConcurrency);
  const table = new OnDemand(scenario.warmWriteUnits);
  const orders = new KeyRange({ splittable: true, partitions: Math.ceil(scenario.warmWriteUnits / 1_000) });
  const statusKey = new KeyRange({ splittable: false });
  const shopKey = new KeyRange({ splittable: false });
  const relay = new StreamReaders(RELAY_BATCH, RELAY_SECONDS_PER_BATCH, scenario.parallelization);
  const letters = new QueueWorkers(LETTER_BATCH, LETTER_SECONDS_PER_BATCH, scenario.notifierConcurrency);
  const refusedBy: Record<Bottleneck, number> = { lambda: 0, table: 0, status_index: 0, customer_index: 0 };
  const seconds: Second[] = [];
  let [hottestStatusKey, hottestShopKey, executions] = [0, 0, 0];
  for (let second = 1; second <= SECONDS; second++) {
    const asked = scenario.requestsPerSecond * Math.min(1, second / RISE_SECONDS);
    const served = api.serve(asked, perRequest.concurrency);
    refusedBy.lambda += asked - served;
    executions = Math.max(executions, api.count);
    // Of each piece: which share of what it is asked it grants, and which requests that share concerns.
    const writes = served * perRequest.writeUnits;
    const ofTable = Math.min(table.grant(writes), orders.grant(writes)) / Math.max(1, writes);
    refusedBy.table += served * (1 - ofTable);
    const made = served * ofTable * perRequest.ordersPerSecond;
    const moved = made * PER_ORDER.operations.scan;
    // An order enters CREATED, and leaves it at its first scan: a put and a delete on one key, or one of its shards.
    const onStatusKey = (2 * made * UNITS_PER_INDEX_WRITE) / scenario.statusShards;
    const ofStatus = statusKey.grant(onStatusKey) / Math.max(1, onStatusKey);
    const onShopKey = (made + moved) * scenario.busiestShop * UNITS_PER_INDEX_WRITE;
    const ofShop = shopKey.grant(onShopKey) / Math.max(1, onShopKey);
    hottestStatusKey = Math.max(hottestStatusKey, onStatusKey);
    hottestShopKey = Math.max(hottestShopKey, onShopKey);
    // Those that write one of the two keys: every order and its first scan; the orders and scans of the one shop.
    const refusedStatus = onStatusKey < 1 ? 0 : 2 * made * (1 - ofStatus);
    const refusedShop = onShopKey < 1 ? 0 : (made + moved) * scenario.busiestShop * (1 - ofShop);
    refusedBy.status_index += refusedStatus;
    refusedBy.customer_index += refusedShop;
    const answered = served * ofTable - refusedStatus - refusedShop;
    const changes = (answered / Math.max(1, served)) * (made + moved);
    const relayAge = relay.tick(changes, orders.count);
    letters.tick(changes);
    seconds.push({ asked, answered, relayAge, letters: letters.backlog });
  }
  const total = seconds.reduce((sum, { asked }) => sum + asked, 0);
  const refused = total - seconds.reduce((sum, { answered }) => sum + answered, 0);
  return {
    scenario,
    seconds,
    refusedPct: (100 * refused) / total,
    refusedBy,
    hottestStatusKey,
    hottestShopKey,
    executions,
  };
}
