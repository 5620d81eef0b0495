import { TABLE_IDS, TableId } from '../../src/database/tables';
import { FREE, PRICES } from './prices';

export type Operation = 'order' | 'routed' | 'scan' | 'lookup';

/** What one operation takes, its relaying and notifying included. */
export interface OperationFigures {
  readonly reads: number;
  readonly writes: number;
  /** Of `reads` and `writes`, by table. */
  readonly tables: Readonly<Partial<Record<TableId, { readonly reads: number; readonly writes: number }>>>;
  /** On a whole core. */
  readonly cpuMs: number;
}

export interface Measured {
  readonly date: string;
  readonly operations: Readonly<Record<Operation, OperationFigures>>;
}

/** What an order does in its life. */
export const PER_ORDER = {
  /** Of each operation; `routed` is an order's share of a route of 20. */
  operations: { order: 1, routed: 1, scan: 3, lookup: 4 },
  requests: 1 + 2 / 20 + 3 + 4,
  /** Changes of state that are told: created and each scan. */
  events: 4,
  mails: 4,
  /** Out for delivery; a failed attempt or a parcel at a pick-up point is one more. */
  textMessages: 1.1,
  /** Order, events, idempotency and delivery records, with indexes. */
  storedKb: 12,
  storedDays: 30,
  logKb: 6,
} as const;

const DAYS = 30.4;
/** A Lambda of 512 MB has this share of a core (1,769 MB has one), and waits for its stores besides. */
const CORE_SHARE = 512 / 1_769;
const STORE_WAIT_MS = 15;
const API_GB = 0.5;
/** A worker's invocation: relay and notifier each, of 256 MB. */
const WORKER_MS = 60;
const WORKER_GB = 0.25;
/** Who sign in: one driver for so many orders a day, and those in the office. */
const ORDERS_PER_DRIVER = 60;
const OFFICE_PEOPLE = 5;
/** Lambda long-polls each queue with five connections of 20 s, used or not. */
const IDLE_POLLS = (3 * 5 * DAYS * 86_400) / 20;
/** Three regions of some two askers each, every 30 s. */
const PROBE_REQUESTS = (3 * 2 * DAYS * 86_400) / 30;
/** Of a stored GB: a backup of DynamoDB is a full one, 35 daily and 12 monthly are kept, here and as copies that cross to another region. */
const BACKUPS_GB_MONTH = 2 * (35 + 12) * PRICES.backupGbMonth + (DAYS + 1) * PRICES.transferBetweenRegionsGb;
const TRACED_SHARE = 0.05;
/** Relay and queues work in batches, full ones only under load. */
const BATCH_UNDER_LOAD = 10;
const BUSY_EVENTS_PER_DAY = 100_000;

/** Requests, latency and two kinds of errors; three kinds of events; three channels sent and failed; the relay's dead letters. */
const CUSTOM_METRICS = 4 + 3 + 2 * 3 + 1;

export interface Fixed {
  readonly keys: number;
  /** Metrics that alarms watch, which is what CloudWatch bills: one whose expression adds six counts six. */
  readonly alarmMetrics: number;
  readonly composites: number;
  readonly dashboards: number;
  /** Health checks that Route 53 makes from outside. */
  readonly probes: number;
  /** In Secrets Manager. */
  readonly secrets: number;
  /** Cognito's plan, by which each person is paid. */
  readonly people: 'none' | 'ESSENTIALS' | 'PLUS';
  readonly waf: boolean;
  readonly backups: boolean;
  /** Text messages that the stage sends in a month at most. */
  readonly textMessages: number;
}

/** What a stage costs without an order; infra/cost.spec.ts counts it in the templates. */
export const FIXED: Readonly<Record<'dev' | 'prod', Fixed>> = {
  dev: {
    keys: 0,
    alarmMetrics: 72,
    composites: 0,
    dashboards: 1,
    probes: 0,
    secrets: 2,
    people: 'ESSENTIALS',
    waf: false,
    backups: false,
    textMessages: 20,
  },
  prod: {
    keys: 1,
    alarmMetrics: 130,
    composites: 3,
    dashboards: 1,
    probes: 1,
    secrets: 2,
    people: 'PLUS',
    waf: true,
    backups: true,
    textMessages: 20,
  },
};

export type Bill = Readonly<Record<string, number>>;

/** The month's bill by service, with or without what AWS gives free. */
export function monthlyBill(ordersPerDay: number, measured: Measured, fixed: Fixed, free: boolean): Bill {
  const orders = ordersPerDay * DAYS;
  const paid = (used: number, gift: number): number => Math.max(0, used - (free ? gift : 0));
  const requests = orders * PER_ORDER.requests + fixed.probes * PROBE_REQUESTS;
  const events = orders * PER_ORDER.events;
  const batch = ordersPerDay * PER_ORDER.events > BUSY_EVENTS_PER_DAY ? BATCH_UNDER_LOAD : 1;
  const workerCalls = (2 * events) / batch;
  const use = (figure: Figure): number => orders * perOrder(measured, figure);
  const apiMs = use('cpuMs') / CORE_SHARE + requests * STORE_WAIT_MS;
  const gbSeconds = (apiMs / 1_000) * API_GB + ((workerCalls * WORKER_MS) / 1_000) * WORKER_GB;
  const storedGb = (ordersPerDay * PER_ORDER.storedDays * PER_ORDER.storedKb) / 1e6;
  const logGb = (orders * PER_ORDER.logKb) / 1e6;
  const traces = requests * TRACED_SHARE;
  return {
    'API Gateway': (paid(requests, FREE.apiGatewayRequests) / 1e6) * PRICES.apiGatewayPerMillion,
    Lambda:
      (paid(requests + workerCalls, FREE.lambdaRequests) / 1e6) * PRICES.lambdaPerMillion +
      paid(gbSeconds, FREE.lambdaGbSeconds) * PRICES.lambdaPerGbSecond,
    DynamoDB:
      (use('writes') / 1e6) * PRICES.dynamoWritePerMillion +
      (use('reads') / 1e6) * PRICES.dynamoReadPerMillion +
      paid(storedGb, FREE.dynamoGb) * PRICES.dynamoGbMonth,
    'PITR and Backup': fixed.backups ? storedGb * (PRICES.dynamoPitrGbMonth + BACKUPS_GB_MONTH) : 0,
    SQS: (paid(IDLE_POLLS + (2 * events) / batch, FREE.sqsRequests) / 1e6) * PRICES.sqsPerMillion,
    SNS: (paid(events / batch, FREE.snsRequests) / 1e6) * PRICES.snsPerMillion,
    'SMS to Peru': Math.min(orders * PER_ORDER.textMessages, fixed.textMessages) * PRICES.smsToPeru,
    SES: ((orders * PER_ORDER.mails) / 1_000) * PRICES.sesPerThousand,
    'CloudWatch and X-Ray':
      paid(logGb, FREE.logsGb) * PRICES.logsPerGb +
      logGb * PRICES.logsGbMonth +
      paid(fixed.alarmMetrics, FREE.alarms) * PRICES.alarmMonth +
      paid(orders > 0 ? CUSTOM_METRICS : 0, FREE.metrics) * PRICES.metricMonth +
      fixed.composites * PRICES.compositeAlarmMonth +
      paid(fixed.dashboards, FREE.dashboards) * PRICES.dashboardMonth +
      (paid(traces, FREE.xrayTraces) / 1e6) * PRICES.xrayPerMillion,
    'Route 53 probes': fixed.probes * PRICES.probeMonth,
    'Secrets Manager': fixed.secrets * PRICES.secretMonth,
    Cognito: signInCost(ordersPerDay, fixed, paid),
    'KMS and WAF':
      fixed.keys * PRICES.keyMonth + (fixed.waf ? PRICES.wafMonth + (requests / 1e6) * PRICES.wafPerMillion : 0),
  };
}

function signInCost(
  ordersPerDay: number,
  { people: plan }: Fixed,
  paid: (used: number, gift: number) => number,
): number {
  const people = OFFICE_PEOPLE + Math.ceil(ordersPerDay / ORDERS_PER_DRIVER);
  if (plan === 'PLUS') return people * PRICES.cognitoPlusPerson;
  return plan === 'none' ? 0 : paid(people, FREE.cognitoPeople) * PRICES.cognitoEssentialsPerson;
}

type Figure = 'reads' | 'writes' | 'cpuMs';

export const perOrder = (measured: Measured, figure: Figure): number =>
  (Object.keys(PER_ORDER.operations) as Operation[]).reduce(
    (sum, operation) => sum + PER_ORDER.operations[operation] * measured.operations[operation][figure],
    0,
  );

/** Units of a table that an order takes in its life. */
const perOrderOf = (measured: Measured, table: TableId, kind: 'reads' | 'writes'): number =>
  (Object.keys(PER_ORDER.operations) as Operation[]).reduce(
    (sum, operation) =>
      sum + PER_ORDER.operations[operation] * (measured.operations[operation].tables[table]?.[kind] ?? 0),
    0,
  );

export const total = (bill: Bill): number => Object.values(bill).reduce((sum, amount) => sum + amount, 0);

/** Requests a second that the `peak` profile of a stage is made for. */
export const PEAK_REQUESTS_PER_SECOND = 10_000;

/** What a rate of requests, in the mix of an order's life, asks of Lambda and DynamoDB each second. */
export function peak(requestsPerSecond: number, measured: Measured) {
  const ordersPerSecond = requestsPerSecond / PER_ORDER.requests;
  const apiMs = perOrder(measured, 'cpuMs') / PER_ORDER.requests / CORE_SHARE + STORE_WAIT_MS;
  return {
    ordersPerSecond,
    concurrency: (requestsPerSecond * apiMs) / 1_000,
    writeUnits: ordersPerSecond * perOrder(measured, 'writes'),
    readUnits: ordersPerSecond * perOrder(measured, 'reads'),
    eventsPerSecond: ordersPerSecond * PER_ORDER.events,
    tables: Object.fromEntries(
      TABLE_IDS.map((id) => [
        id,
        {
          writeUnits: ordersPerSecond * perOrderOf(measured, id, 'writes'),
          readUnits: ordersPerSecond * perOrderOf(measured, id, 'reads'),
        },
      ]),
    ) as Record<TableId, { writeUnits: number; readUnits: number }>,
  };
}
