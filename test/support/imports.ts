import { ImportsService } from '../../src/orders/imports/imports.service';
import { Upload } from '../../src/http/upload';
import { orderBody } from '../factories/orders';
import { DISPATCHER } from './routes';
import type { Worker } from './worker';

/** The id of a stored import of one chunk, with an order for each reference, that waits for its orders to be made. */
export async function readyImport({ app }: Worker, ...references: readonly string[]): Promise<string> {
  const rows = references.map((reference) => JSON.stringify(orderBody({ reference })));
  const { import_id } = await app
    .get(ImportsService)
    .accept(DISPATCHER, new Upload(Buffer.from(rows.join('\n')), 'application/x-ndjson', undefined));
  return import_id;
}
