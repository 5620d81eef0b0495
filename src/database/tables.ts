import { namesIn } from '../kernel/record';
/**
 * Every table, key, index, TTL and stream: plain data. CDK, local creation, tests and the names of environment variables
 * all derive from it. All keys are strings, all tables are on demand.
 */
export interface KeySchema {
  readonly partition: string;
  readonly sort?: string;
}

export interface IndexSchema extends KeySchema {
  /** What an entry holds: the whole item, or its keys, which cost a write least, or these attributes with its keys. */
  readonly projects: 'all' | 'keys' | readonly string[];
}

export interface TableDefinition {
  readonly key: KeySchema;
  /** Numbered from 1 in their order: a new one goes to the end, as a deployed table takes one more in each update. */
  readonly indexes: Readonly<Record<string, IndexSchema>>;
  /** Whether the relay reads its changes (old and new images). */
  readonly stream: boolean;
}

export const TTL_ATTRIBUTE = 'ttl';

export const TABLES = {
  orders: {
    key: { partition: 'order_id', sort: 'created_at' },
    indexes: {
      customer_index: { partition: 'customer_id', sort: 'created_at', projects: 'all' },
      status_index: { partition: 'status_shard', sort: 'created_at', projects: 'all' },
      updated_index: { partition: 'customer_id', sort: 'updated_at', projects: 'keys' },
      list_index: { partition: 'list_shard', sort: 'created_at', projects: 'keys' },
      day_index: { partition: 'waiting_day', sort: 'waiting_place', projects: ['status'] },
      reference_index: { partition: 'reference_key', sort: 'created_at', projects: 'keys' },
      delivered_index: { partition: 'delivered_key', sort: 'created_at', projects: 'keys' },
      token_index: { partition: 'token_hash', sort: 'created_at', projects: 'keys' },
    },
    stream: true,
  },
  tracking: {
    key: { partition: 'tracking_id', sort: 'timestamp' },
    indexes: { order_index: { partition: 'order_id', sort: 'timestamp', projects: 'all' } },
    stream: true,
  },
  routes: {
    key: { partition: 'route_id' },
    indexes: {
      driver_index: { partition: 'driver_id', sort: 'created_at', projects: 'all' },
      day_index: { partition: 'service_day', sort: 'driver_id', projects: 'keys' },
    },
    stream: false,
  },
  driver_days: { key: { partition: 'driver_day' }, indexes: {}, stream: false },
  idempotency: { key: { partition: 'idempotency_id' }, indexes: {}, stream: false },
  imports: {
    key: { partition: 'import_id' },
    indexes: { owner_index: { partition: 'owner', sort: 'import_id', projects: 'keys' } },
    stream: true,
  },
  deliveries: { key: { partition: 'delivery_id' }, indexes: {}, stream: false },
  plans: { key: { partition: 'plan_id' }, indexes: {}, stream: true },
  shops: { key: { partition: 'shop_id' }, indexes: {}, stream: false },
  credentials: { key: { partition: 'credential_id' }, indexes: {}, stream: false },
  changes: { key: { partition: 'object_id', sort: 'change_id' }, indexes: {}, stream: false },
  drivers: { key: { partition: 'driver_id' }, indexes: {}, stream: false },
  depots: { key: { partition: 'depot_id' }, indexes: {}, stream: false },
} as const satisfies Record<string, TableDefinition>;

export type TableId = keyof typeof TABLES;
export const TABLE_IDS = namesIn(TABLES);

type AttributesOf<Schema> = Schema[keyof Schema] & string;

/** The full key of an item, by the attributes that make it. */
export type KeyOf<Id extends TableId> = Readonly<Record<AttributesOf<(typeof TABLES)[Id]['key']>, string>>;

export type IndexOf<Id extends TableId> = keyof (typeof TABLES)[Id]['indexes'] & string;

/** Returns the table's name in a stage: `dinex-dev-orders`. */
export const tableName = (stage: string, table: TableId): string => `dinex-${stage}-${table}`;

/** Returns the environment variable, `ORDERS_TABLE`, that tells a function the table's name (PITR restores into a new one). */
export const tableVariable = (table: TableId): string => `${table.toUpperCase()}_TABLE`;

/** Returns a table with its first indexes alone, those up to a number. */
export function upToIndex(table: TableDefinition, number: number): TableDefinition {
  return { ...table, indexes: Object.fromEntries(Object.entries(table.indexes).slice(0, number)) };
}

interface IndexProjection {
  readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly NonKeyAttributes?: string[];
}

/** Returns what an index projects, as DynamoDB's API and CloudFormation say it. */
export function projectionOf({ projects }: IndexSchema): IndexProjection {
  if (projects === 'all') return { ProjectionType: 'ALL' };
  if (projects === 'keys') return { ProjectionType: 'KEYS_ONLY' };
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projects] };
}

/** Returns the attributes that a table's keys and indexes name: those that must be declared at creation. */
export function keyAttributes({ key, indexes }: TableDefinition): string[] {
  const schemas: readonly KeySchema[] = [key, ...Object.values(indexes)];
  return [...new Set(schemas.flatMap(({ partition, sort }) => (sort === undefined ? [partition] : [partition, sort])))];
}
