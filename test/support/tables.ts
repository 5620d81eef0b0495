import { loadConfig } from '../../src/config/config';
import { createDocumentClient } from '../../src/database/client';
import { Database } from '../../src/database/database';
import type { StoredItem } from '../../src/database/stored-item';
import type { TableId } from '../../src/database/tables';
import { Clock } from '../../src/kernel/clock';

/** Returns every item of a table as it is stored. */
export async function itemsOf(environment: Readonly<Record<string, string>>, table: TableId): Promise<StoredItem[]> {
  const config = loadConfig(environment);
  const client = createDocumentClient(config);
  const items: StoredItem[] = [];
  const store = new Database(client, config, new Clock()).table(table, { read: (stored) => stored });
  for await (const item of store.scan()) items.push(item);
  client.destroy();
  return items;
}
