/** `npm run bench:capacity`: lives of orders through the real program; writes measured.json, which `npm run cost` reads. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { TABLE_IDS, tableName } from '../../src/database/tables';
import { startPlatform } from '../../src/local/platform';
import { freePort } from '../../src/local/ports';
import { Backend } from '../../test/soak/backend';
import { CapacityProxy, startCapacityProxy } from './capacity-proxy';
import type { Measured, Operation, OperationFigures } from './model';

const STAGE = 'local';
const ORDERS = 20;
const TICKS_PER_SECOND = 100;

async function main(): Promise<void> {
  const platform = await startPlatform({ dataDir: null, stage: STAGE });
  const proxy = await startCapacityProxy(platform.environment.AWS_ENDPOINT_URL_DYNAMODB ?? '');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const backend = new Backend(
    {
      ...platform.environment,
      AWS_ENDPOINT_URL_DYNAMODB: proxy.url,
      PORT: String(port),
      LOG_LEVEL: 'ERROR',
      METRICS: 'off',
      DINEX_DATA_DIR: '.dinex/cost',
    },
    url,
  );
  try {
    await backend.start();
    const meter = await Meter.start(backend, proxy);
    // The first requests load code and open connections.
    await placeOrders(url, 5);
    await meter.take(5);
    const ids = await placeOrders(url, ORDERS);
    const order = await meter.take(ORDERS);
    const routeId = await planRoute(url, ids);
    await post(url, `/routes/${routeId}/start`);
    const routed = await meter.take(ORDERS);
    for (const status of ['PICKED_UP', 'OUT_FOR_DELIVERY', 'DELIVERED'])
      for (const id of ids) await post(url, '/tracking', { order_id: id, status, location: 'Lima' });
    const scan = await meter.take(3 * ORDERS);
    for (const id of ids) await ask(url, `/tracking?order_id=${id}`);
    const lookup = await meter.take(ORDERS);
    const operations: Record<Operation, OperationFigures> = { order, routed, scan, lookup };
    const measured: Measured = { date: new Date().toISOString().slice(0, 10), operations };
    writeFileSync('bench/cost/measured.json', `${JSON.stringify(measured, null, 2)}\n`);
    console.log(measured);
  } finally {
    await backend.stop();
    proxy.stop();
    await platform.stop();
  }
}

/** Capacity and CPU that a number of equal operations cost, their relaying and notifying included. */
class Meter {
  private cpuMs: number;
  private since = performance.now();

  private constructor(
    private readonly pid: number,
    private readonly proxy: CapacityProxy,
    private readonly idleShare: number,
  ) {
    this.cpuMs = cpuOf(pid);
  }

  static async start({ pid }: Backend, proxy: CapacityProxy): Promise<Meter> {
    await sleep(3_000);
    const before = cpuOf(pid);
    await sleep(5_000);
    const idleShare = (cpuOf(pid) - before) / 5_000;
    proxy.take();
    return new Meter(pid, proxy, idleShare);
  }

  async take(count: number): Promise<OperationFigures> {
    for (let last = -1; last !== this.proxy.units.reads + this.proxy.units.writes;) {
      last = this.proxy.units.reads + this.proxy.units.writes;
      await sleep(2_000);
    }
    const taken = this.proxy.take();
    const cpu = cpuOf(this.pid) - this.cpuMs - this.idleShare * (performance.now() - this.since);
    this.cpuMs = cpuOf(this.pid);
    this.since = performance.now();
    const each = (value: number): number => Math.round((100 * value) / count) / 100;
    const tables = Object.fromEntries(
      TABLE_IDS.flatMap((id) => {
        const units = taken[tableName(STAGE, id)];
        return units === undefined ? [] : [[id, { reads: each(units.reads), writes: each(units.writes) }]];
      }),
    ) as OperationFigures['tables'];
    const sum = (kind: 'reads' | 'writes'): number =>
      each(Object.values(taken).reduce((total, units) => total + units[kind], 0));
    return { reads: sum('reads'), writes: sum('writes'), tables, cpuMs: each(Math.max(cpu, 0)) };
  }
}

/** CPU time that a process has used, by Linux's account of it. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

async function placeOrders(url: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const { order_id } = (await post(url, '/orders', {
      customer_id: `SHOP-${i % 5}`,
      recipient: { name: 'Rosa Quispe', email: 'rosa@example.pe', phone: '999888777' },
      products: [{ name: 'Zapatillas', quantity: 2, unit_price: 15_900 }],
      delivery_address: {
        street: `Av. José Larco ${300 + i}`,
        district: 'Miraflores',
        lat: -12.12 - i / 1000,
        lon: -77.03,
      },
    })) as { order_id: string };
    ids.push(order_id);
  }
  return ids;
}

let routes = 0;

async function planRoute(url: string, ids: readonly string[]): Promise<string> {
  // Nobody drives two routes at once.
  const driver_id = `DRV${++routes}`;
  const { route_id } = (await post(url, '/routes', { order_ids: ids, driver_id })) as { route_id: string };
  return route_id;
}

const post = (url: string, path: string, body: unknown = {}): Promise<unknown> =>
  ask(url, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function ask(url: string, path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url + path, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
