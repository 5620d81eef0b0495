import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Units {
  reads: number;
  writes: number;
}

/** Units of each table, its indexes included, by the table's full name. */
export type UnitsByTable = Record<string, Units>;

export interface CapacityProxy {
  readonly url: string;
  readonly units: Units;
  /** Those of `units` since the last call, by table. */
  take(): UnitsByTable;
  stop(): void;
}

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

/** Stands before a DynamoDB endpoint, asks with every call what it consumed, and adds it up. */
export async function startCapacityProxy(endpoint: string): Promise<CapacityProxy> {
  const units: Units = { reads: 0, writes: 0 };
  let byTable: UnitsByTable = {};
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const target = String(request.headers['x-amz-target'] ?? '');
      const action = target.split('.')[1] ?? '';
      const counted = READS.has(action) || WRITES.has(action);
      const sent = Buffer.concat(chunks).toString();
      const answer = await fetch(endpoint + (request.url ?? '/'), {
        method: 'POST',
        headers: {
          'x-amz-target': target,
          'content-type': 'application/x-amz-json-1.0',
          authorization: request.headers.authorization ?? '',
          'x-amz-date': String(request.headers['x-amz-date'] ?? ''),
        },
        body: counted ? JSON.stringify({ ...(JSON.parse(sent) as object), ReturnConsumedCapacity: 'TOTAL' }) : sent,
      });
      const text = await answer.text();
      const kind = READS.has(action) ? 'reads' : 'writes';
      for (const { TableName = '', CapacityUnits = 0 } of counted && answer.ok ? consumed(text) : []) {
        units[kind] += CapacityUnits;
        (byTable[TableName] ??= { reads: 0, writes: 0 })[kind] += CapacityUnits;
      }
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
    })().catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    units,
    take: () => {
      const taken = byTable;
      byTable = {};
      units.reads = units.writes = 0;
      return taken;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Consumed {
  readonly TableName?: string;
  readonly CapacityUnits?: number;
}

function consumed(answer: string): Consumed[] {
  const { ConsumedCapacity } = JSON.parse(answer) as { ConsumedCapacity?: Consumed | Consumed[] };
  return [ConsumedCapacity ?? []].flat();
}
