import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importsStream } from '../../src/orders/imports/imports.events';
import { orderBody } from '../factories/orders';
import { eventually } from '../support/eventually';
import { hold } from '../support/faults';
import { gate } from '../support/gate';
import { useFaultyApp } from '../support/faulty-app';
import { LocalProcess } from '../support/local-process';
import { Pipeline, startPipeline } from '../support/pipeline';
import { giveBack } from '../support/queues';
import { itemsOf } from '../support/tables';

jest.setTimeout(180_000);

const t = useFaultyApp();

interface ImportAnswer {
  readonly import_id: string;
  readonly created: number;
  readonly errors: readonly { readonly row: number; readonly errors: readonly { readonly pointer: string }[] }[];
}

const CUSTOMER = 'SHOP-BULK';
const row = (i: number, changes: Record<string, unknown> = {}): string =>
  JSON.stringify(orderBody({ customer_id: CUSTOMER, reference: `R${i}`, recipient: { name: 'Ana' }, ...changes }));
const upload = async (lines: readonly string[]): Promise<ImportAnswer> => {
  const request = t.api.post('/orders/imports').set('Content-Type', 'application/x-ndjson');
  return (await request.send(lines.join('\n')).expect(202)).body as ImportAnswer;
};
const finished = (importId: string): Promise<ImportAnswer> =>
  eventually(async () => {
    const { body } = await t.api.get(`/orders/imports/${importId}`).expect(200);
    expect(body).toMatchObject({ pending: 0, status: expect.stringMatching(/^COMPLETED/) });
    return body as ImportAnswer;
  }, 120_000);
const references = async (): Promise<unknown[]> =>
  (await itemsOf(t.environment, 'orders')).map(({ reference }) => reference);

it('3 bad rows of 5,000 give 4,997 orders and 3 row-numbered errors; uploading the same file again creates none', async () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => row(i));
  lines[6] = row(6, { products: [] });
  lines[2_499] = '{"customer_id":';
  lines[4_999] = row(4_999, { delivery_address: { street: 'x', lat: 91, lon: 0 } });
  const pipeline: Pipeline = await startPipeline(t.environment, {
    only: ['order-intake'],
    streams: [importsStream],
  });
  try {
    const done = await finished((await upload(lines)).import_id);
    expect(done).toMatchObject({
      status: 'COMPLETED_WITH_ERRORS',
      rows: 5_000,
      created: 4_997,
      duplicates: 0,
      failed: 3,
    });
    expect(done.errors.map(({ row: number, errors: [first] }) => [number, first?.pointer])).toEqual([
      [7, '#/products'],
      [2_500, '#'],
      [5_000, '#/delivery_address/lat'],
    ]);
    const again = await finished((await upload(lines)).import_id);
    expect(again).toMatchObject({ created: 0, duplicates: 4_997, failed: 3 });
    const found = await references();
    expect(found).toHaveLength(4_997);
    expect(new Set(found).size).toBe(4_997);
  } finally {
    await pipeline.stop();
  }
});

it('killing the worker half way and restarting finishes it exactly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dinex-test-'));
  const killed = await LocalProcess.start({ ...t.stores.environment, DINEX_DATA_DIR: folder, METRICS: 'off' });
  let next: Pipeline | undefined;
  try {
    let made = 0;
    const halfWay = gate();
    t.stores.tables.always(
      ({ operation, body }) => {
        if (operation !== 'TransactWriteItems' || !body.includes('status_shard') || ++made < 8) return false;
        halfWay.open();
        return true;
      },
      hold('reply', new Promise(() => undefined)),
    );
    const { import_id } = await upload(Array.from({ length: 300 }, (_, i) => row(i)));
    await halfWay.opened;
    await killed.end('SIGKILL');
    await giveBack(t.stores.queues, t.environment, 'orders');
    t.stores.heal();
    const sofar = (await references()).length;
    expect(sofar).toBeGreaterThan(0);
    expect(sofar).toBeLessThan(300);

    next = await startPipeline(t.environment, { only: ['order-intake'], streams: [] });
    expect(await finished(import_id)).toMatchObject({ status: 'COMPLETED', created: 300, duplicates: 0, failed: 0 });
    expect(new Set(await references()).size).toBe(300);
    expect(await references()).toHaveLength(300);
  } finally {
    await Promise.all([killed.end('SIGKILL'), next?.stop()]);
    rmSync(folder, { recursive: true });
  }
});
