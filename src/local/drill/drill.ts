import { BatchWriteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../../kernel/present';
import { loadConfig, Environment } from '../../config/config';
import { TableId, tableVariable } from '../../database/tables';
import { platformClient } from '../embedded-client';
import { startPlatform } from '../platform';
import { audit, Finding } from '../../operations/audit';
import { takeSnapshot } from '../../operations/snapshot';
import { startBackend } from './backend';
import { restoreInto } from './copy-table';

/** The tables that one transaction changes together, and that are therefore restored together. */
const RESTORED = ['orders', 'tracking'] as const satisfies readonly TableId[];

export interface DrillResult {
  readonly orders: number;
  readonly copied: number;
  /** Milliseconds from the disaster to the first response on the restored tables. */
  readonly recoveryMs: number;
  readonly findingsAfterDisaster: number;
  readonly findings: readonly Finding[];
}

/** Loses half of the orders, restores both tables into new ones, cuts over by variable, goes on working, and audits. */
export async function drill(orders: number, tell: (line: string) => void): Promise<DrillResult> {
  const platform = await startPlatform({ dataDir: null, stage: 'local' });
  const before: Environment = { ...platform.environment, LOG_LEVEL: 'SILENT', METRICS: 'off' };
  const config = loadConfig(before);
  const client = new DynamoDBClient(platformClient(config.AWS_REGION, config.AWS_ENDPOINT_URL_DYNAMODB));
  const restored = (table: TableId): string => `${config.resources.tables[table]}-restored`;
  const after: Environment = {
    ...before,
    ...Object.fromEntries(RESTORED.map((table) => [tableVariable(table), restored(table)])),
  };
  let backend = await startBackend(before);
  try {
    const accepted = await placeOrders(backend.url, orders);
    await settled(before, accepted);
    tell(`${orders} orders accepted, scanned and told`);

    let copied = 0;
    for (const table of RESTORED) copied += await restoreInto(client, config.resources.tables[table], restored(table));
    const disaster = performance.now();
    await loseHalf(client, config.resources.tables.orders);
    const findingsAfterDisaster = (await findings(before, accepted)).length;
    tell(`half of the orders deleted: the audit finds ${findingsAfterDisaster} faults`);

    await backend.stop();
    backend = await startBackend(after);
    await read(backend.url, accepted[0] ?? '');
    const recoveryMs = performance.now() - disaster;
    tell(`cut over to ${RESTORED.map(restored).join(' and ')}, ${copied} items`);

    accepted.push(...(await placeOrders(backend.url, 5)));
    await scan(backend.url, accepted[0] ?? '', 'OUT_FOR_DELIVERY');
    await settled(after, accepted);
    return { orders, copied, recoveryMs, findingsAfterDisaster, findings: await findings(after, accepted) };
  } finally {
    await backend.stop();
    client.destroy();
    await platform.stop();
  }
}

const ORDER = {
  customer_id: 'DRILL',
  recipient: { name: 'Rosa Quispe', email: 'rosa@example.pe' },
  products: [{ name: 'Zapatillas', quantity: 1, unit_price: 15_900 }],
  delivery_address: { street: 'Av. José Larco 345', district: 'Miraflores' },
};

const findings = async (environment: Environment, accepted: readonly string[]): Promise<Finding[]> =>
  audit(await takeSnapshot(loadConfig(environment), accepted));

async function placeOrders(url: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const { order_id } = await ask<{ order_id: string }>(url, '/orders', 'POST', ORDER);
    await scan(url, order_id, 'IN_TRANSIT');
    ids.push(order_id);
  }
  return ids;
}

const scan = (url: string, orderId: string, status: string): Promise<unknown> =>
  ask(url, '/tracking', 'POST', { order_id: orderId, status, location: 'Lima' });

const read = (url: string, orderId: string): Promise<unknown> => ask(url, `/orders/${orderId}`, 'GET');

async function ask<Answer>(url: string, path: string, method: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...present({ body: body === undefined ? undefined : JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  // The caller says what the route's response is: tests hold the API to it, the drill only counts.
  return (await response.json()) as Answer;
}

/** Waits until everybody is told; what the audit still finds after a minute is a fault. */
async function settled(environment: Environment, accepted: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 120 && (await findings(environment, accepted)).length > 0; tries++) await sleep(500);
}

async function loseHalf(client: DynamoDBClient, table: string): Promise<void> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table }))
    for (const [index, { order_id, created_at }] of Items.entries())
      if (index % 2 === 0 && order_id !== undefined && created_at !== undefined)
        await client.send(
          new BatchWriteItemCommand({
            RequestItems: { [table]: [{ DeleteRequest: { Key: { order_id, created_at } } }] },
          }),
        );
}
