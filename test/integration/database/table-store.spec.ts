import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { loadConfig } from '../../../src/config/config';
import { inChunks, jsonBytes } from '../../../src/database/chunks';
import { createDocumentClient } from '../../../src/database/client';
import { Database } from '../../../src/database/database';
import { either } from '../../../src/database/expressions';
import { ttlAfter } from '../../../src/database/lifetimes';
import { MAX_TRIES } from '../../../src/database/retry';
import type { TableStore } from '../../../src/database/table-store';
import { transactionLimits, Transactions } from '../../../src/database/transaction';
import { number, objectOf, text } from '../../../src/kernel/shape';
import { withDeadline } from '../../../src/observability/scope';
import { TestClock } from '../../support/app';
import { FaultProxy } from '../../support/fault-proxy';
import { Fault, loseReply } from '../../support/faults';
import { usePlatform } from '../../support/platform';

interface Note {
  readonly route_id: string;
  readonly driver_id: string;
  readonly created_at: string;
  readonly version: number;
  readonly text?: string;
  readonly write_id?: string;
  readonly ttl?: number;
}

const platform = usePlatform();
const clock = new TestClock();
let proxy: FaultProxy;
let client: DynamoDBDocumentClient;
let notes: TableStore<Note, 'routes'>;
let transactions: Transactions;
let table: string;

beforeAll(async () => {
  proxy = await FaultProxy.start(platform.environment.AWS_ENDPOINT_URL_DYNAMODB ?? '');
  const config = loadConfig({ ...platform.environment, AWS_ENDPOINT_URL_DYNAMODB: proxy.url });
  client = createDocumentClient(config);
  table = config.resources.tables.routes;
  notes = new Database(client, config, clock).table('routes', { read: (stored) => stored as unknown as Note });
  transactions = new Transactions(client);
});
beforeEach(() => {
  proxy.heal();
  clock.reset();
});
afterAll(async () => {
  client.destroy();
  await proxy.stop();
});

const note = (number: number, changes: Partial<Note> = {}): Note => ({
  route_id: `n${String(number).padStart(4, '0')}`,
  driver_id: 'D1',
  created_at: new Date(Date.UTC(2026, 10, 27) + number * 1_000).toISOString(),
  version: 1,
  ...changes,
});
const many = (count: number, changes: Partial<Note> = {}): Note[] =>
  Array.from({ length: count }, (_, i) => note(i, changes));
const keyOf = ({ route_id }: Note) => ({ route_id });
const idsOf = (found: readonly Note[]): string[] => found.map(({ route_id }) => route_id);
const store = async (items: readonly Note[]): Promise<void> => {
  for (const chunk of inChunks(items, transactionLimits()))
    await transactions.commit(chunk.map((item) => notes.put(item.route_id, item)));
};
const requests = (operation: string): Record<string, unknown>[] =>
  proxy.calls
    .filter((call) => call.operation === operation && call.attempt === 1)
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);

const ofDriver = {
  index: 'driver_index',
  where: { expression: 'driver_id = :driver', values: { ':driver': 'D1' } },
} as const;

describe('reading', () => {
  it('is strongly consistent, except in an index, where it cannot be', async () => {
    const stored = note(1);
    await store([stored]);
    proxy.heal();
    expect(await notes.get(keyOf(stored))).toEqual(stored);
    expect(await notes.getMany([keyOf(stored)])).toEqual([stored]);
    expect(await notes.all({ where: { expression: 'route_id = :id', values: { ':id': 'n0001' } } })).toEqual([stored]);
    expect(await notes.all(ofDriver)).toEqual([stored]);
    expect(requests('GetItem')).toMatchObject([{ ConsistentRead: true }]);
    expect(requests('BatchGetItem')).toMatchObject([{ RequestItems: { [table]: { ConsistentRead: true } } }]);
    expect(requests('Query')).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: false }]);
  });

  it('of many keys asks for each once, by the hundred, and leaves out what is not there', async () => {
    await store(many(150));
    proxy.heal();
    const keys = [...many(201), ...many(50)].map(keyOf);
    expect(idsOf(await notes.getMany(keys)).sort()).toEqual(idsOf(many(150)));
    expect(requests('BatchGetItem')).toHaveLength(3);
    expect(await notes.getMany([])).toEqual([]);
  });
});

describe('an item that is not what the program reads', () => {
  it('is refused by its key and its field, and its value stays untold', async () => {
    await store([note(1, { text: 'personal' })]);
    const config = loadConfig({ ...platform.environment, AWS_ENDPOINT_URL_DYNAMODB: proxy.url });
    const strict = new Database(client, config, clock).table('routes', {
      read: objectOf<{ readonly route_id: string; readonly text: number }>({ route_id: text, text: number }),
    });
    const refused = 'routes holds an item that cannot be read: n0001: text must be a number';
    await expect(strict.get({ route_id: 'n0001' })).rejects.toThrow(refused);
    await expect(strict.all(ofDriver)).rejects.toThrow(refused);
  });
});

/** What DynamoDB says when it is throttled within a batch: these items are read, the rest is to be asked for again. */
const unread = (read: readonly Note[] = []): Fault => ({
  kind: 'answer',
  status: 200,
  body: (request) => {
    const { RequestItems } = JSON.parse(request) as {
      RequestItems: Record<string, { Keys: { route_id: { S: string } }[] }>;
    };
    const left = RequestItems[table]?.Keys.filter(({ route_id }) => !idsOf(read).includes(route_id.S)) ?? [];
    return {
      Responses: { [table]: read.map((item) => marshall(item)) },
      UnprocessedKeys: { [table]: { Keys: left, ConsistentRead: true } },
    };
  },
});

describe('keys that a batch leaves unprocessed', () => {
  it('are asked for again, alone and consistently, until all are read', async () => {
    await store(many(3));
    proxy.heal();
    proxy.next('BatchGetItem', unread(many(1)), unread());
    expect(idsOf(await notes.getMany(many(3).map(keyOf))).sort()).toEqual(idsOf(many(3)));
    const asked = requests('BatchGetItem').map(({ RequestItems }) => (RequestItems as Record<string, object>)[table]);
    const left = [{ route_id: { S: 'n0001' } }, { route_id: { S: 'n0002' } }];
    expect(asked).toMatchObject([
      { ConsistentRead: true },
      { Keys: left, ConsistentRead: true },
      { Keys: left, ConsistentRead: true },
    ]);
  });

  it('and stay so, are no empty answer but an unavailable store', async () => {
    proxy.always('BatchGetItem', unread());
    await expect(notes.getMany([{ route_id: 'n1' }])).rejects.toMatchObject({
      kind: 'unavailable',
      details: { retryAfterSeconds: 1 },
    });
    expect(requests('BatchGetItem')).toHaveLength(MAX_TRIES);
  });
});

describe('a page', () => {
  it('ends where it is told, says whether there is more, and the next one begins behind it', async () => {
    await store(many(7));
    const first = await notes.page({ ...ofDriver, newestFirst: true }, 4);
    expect(first).toMatchObject({ more: true });
    expect(idsOf(first.items)).toEqual(['n0006', 'n0005', 'n0004', 'n0003']);
    const { route_id, driver_id, created_at } = note(3);
    const second = await notes.page({ ...ofDriver, newestFirst: true }, 4, { route_id, driver_id, created_at });
    expect(second).toMatchObject({ more: false });
    expect(idsOf(second.items)).toEqual(['n0002', 'n0001', 'n0000']);
  });

  it('is filled although much has expired, in few requests', async () => {
    await store([...many(60, { ttl: 1 }), ...many(65).slice(60)]);
    proxy.heal();
    expect(idsOf((await notes.page(ofDriver, 4)).items)).toEqual(['n0060', 'n0061', 'n0062', 'n0063']);
    expect(requests('Query').length).toBeLessThanOrEqual(17);
  });

  it('is filled although a filter leaves out much, in few requests', async () => {
    await store([
      ...many(60),
      ...many(65)
        .slice(60)
        .map((item) => ({ ...item, version: 2 })),
    ]);
    proxy.heal();
    const filter = { expression: '#v = :v', names: { '#v': 'version' }, values: { ':v': 2 } };
    const { items } = await notes.page({ ...ofDriver, filter }, 4);
    expect(idsOf(items)).toEqual(['n0060', 'n0061', 'n0062', 'n0063']);
    expect(requests('Query').length).toBeLessThanOrEqual(17);
  });

  it('holds the attributes it was asked for, and no others', async () => {
    await store([note(1, { text: 'long' })]);
    const { items } = await notes.page({ ...ofDriver, attributes: ['route_id', 'version'] }, 1);
    expect(items).toEqual([{ route_id: 'n0001', version: 1 }]);
  });

  it('that the store cuts short at 1 MB is read on, and no further than it must', async () => {
    await store(many(5, { text: 'x'.repeat(300_000) }));
    proxy.heal();
    expect(idsOf((await notes.page(ofDriver, 4)).items)).toEqual(idsOf(many(4)));
    const limits = requests('Query').map(({ Limit }) => Limit as number);
    expect(limits).toEqual([4, 1]);
  });
});

describe('an item past its time, which the store deletes late', () => {
  const dying = (): Note => note(1, { ttl: ttlAfter(clock.now(), 60) });

  it('is gone for every reader, and from that moment on only', async () => {
    const [item, alive] = [dying(), note(2)];
    await store([item, alive]);
    const read = async (): Promise<string[][]> => {
      const scanned: Note[] = [];
      for await (const each of notes.scan()) scanned.push(each);
      return [
        idsOf([await notes.get(keyOf(item))].flatMap((found) => found ?? [])),
        idsOf(await notes.getMany([item, alive].map(keyOf))).sort(),
        idsOf(await notes.all(ofDriver)),
        idsOf((await notes.page(ofDriver, 9)).items),
        idsOf((await notes.page({ ...ofDriver, attributes: ['route_id'] }, 1)).items),
        idsOf(scanned).sort(),
      ];
    };
    expect(await read()).toEqual([
      ['n0001'],
      ...Array<string[]>(3).fill(['n0001', 'n0002']),
      ['n0001'],
      ['n0001', 'n0002'],
    ]);
    clock.advance(61_000);
    expect(await read()).toEqual([[], ...Array<string[]>(5).fill(['n0002'])]);
  });

  it('may be written over by what asks for it, and only then', async () => {
    await store([dying()]);
    const over = () => transactions.commit([notes.put('over', note(1, { text: 'new' }), notes.absentOrExpired())]);
    expect(await over()).toMatchObject({ committed: false });
    clock.advance(61_000);
    expect(await transactions.commit([notes.insert('insert', note(1))])).toMatchObject({ committed: false });
    expect(await over()).toEqual({ committed: true });
    expect(await notes.get({ route_id: 'n0001' })).toMatchObject({ text: 'new' });
  });
});

describe('a write', () => {
  it('inserts, replaces at a version and watches over a version; what is refused names itself and what stands', async () => {
    const stored = note(1);
    expect(await transactions.commit([notes.insert('a', stored)])).toEqual({ committed: true });
    expect(await transactions.commit([notes.insert('a', stored)])).toEqual({
      committed: false,
      failed: new Map([['a', stored]]),
    });
    const next = note(1, { version: 2 });
    expect(await transactions.commit([notes.replace('b', next, 1)])).toEqual({ committed: true });
    expect(await transactions.commit([notes.replace('b', note(1, { version: 9 }), 1)])).toEqual({
      committed: false,
      failed: new Map([['b', next]]),
    });
    const watched = (version: number) =>
      transactions.commit([notes.unchanged('c', keyOf(stored), version), notes.put('d', note(2))]);
    expect(await watched(1)).toEqual({ committed: false, failed: new Map([['c', next]]) });
    expect(await notes.get(keyOf(note(2)))).toBeUndefined();
    expect(await watched(2)).toEqual({ committed: true });
  });

  it('by itself costs no transaction, and is refused in the same words', async () => {
    const stored = note(1);
    await store([stored]);
    proxy.heal();
    const free = either(notes.absent(), { expression: 'driver_id = :d', values: { ':d': 'nobody' } });
    expect(await notes.apply(notes.put('put', note(1, { version: 2 }), free))).toEqual({
      committed: false,
      failed: new Map([['put', stored]]),
    });
    const change = { expression: 'SET #text = :text', names: { '#text': 'text' }, values: { ':text': 'x' } };
    const atFirst = { expression: '#version = :one', names: { '#version': 'version' }, values: { ':one': 1 } };
    expect(await notes.apply(notes.update('set', keyOf(stored), change, atFirst))).toEqual({ committed: true });
    expect(await notes.get(keyOf(stored))).toEqual({ ...stored, text: 'x' });
    expect(await notes.apply(notes.delete('delete', keyOf(stored), atFirst))).toEqual({ committed: true });
    expect(await notes.get(keyOf(stored))).toBeUndefined();
    expect(requests('TransactWriteItems')).toEqual([]);
  });

  it('by itself waits for a transaction that holds its item, and gives up when that outlasts its tries', async () => {
    const held: Fault = {
      kind: 'answer',
      status: 400,
      body: () => ({ __type: 'com.amazonaws.dynamodb.v20120810#TransactionConflictException', message: 'held' }),
    };
    proxy.next('PutItem', held, held);
    expect(await notes.apply(notes.insert('a', note(1)))).toEqual({ committed: true });
    expect(requests('PutItem')).toHaveLength(3);
    proxy.always('PutItem', held);
    await expect(notes.apply(notes.put('a', note(1)))).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('a lost reply', () => {
  it('of a transaction is recognised, even when the store has forgotten the token', async () => {
    await store([note(1)]);
    proxy.heal();
    proxy.rewrite = (body) =>
      body.replace(/"ClientRequestToken":"[^"]*"/, `"ClientRequestToken":"${crypto.randomUUID()}"`);
    proxy.next('TransactWriteItems', loseReply());
    const outcome = await transactions.commit([
      notes.replace('a', note(1, { version: 2, write_id: 'w1' }), 1),
      notes.insert('b', note(2)),
    ]);
    expect(outcome).toEqual({ committed: true });
    expect(proxy.calls.filter(({ operation }) => operation === 'TransactWriteItems').length).toBeGreaterThan(1);
    expect(await notes.get(keyOf(note(1)))).toMatchObject({ version: 2 });
  });

  it('is not mistaken for somebody else’s write of the same version', async () => {
    await store([note(1, { version: 2, write_id: 'theirs' })]);
    const outcome = await transactions.commit([notes.replace('a', note(1, { version: 2, write_id: 'ours' }), 1)]);
    expect(outcome).toMatchObject({ committed: false });
  });

  it('of a write by itself shows the writer what it wrote', async () => {
    proxy.next('PutItem', loseReply());
    const outcome = await notes.apply(notes.insert('a', note(1, { write_id: 'w1' })));
    expect(outcome).toEqual({ committed: false, failed: new Map([['a', note(1, { write_id: 'w1' })]]) });
  });
});

describe('the request’s deadline', () => {
  const conflict: Fault = {
    kind: 'answer',
    status: 400,
    body: () => ({
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }],
    }),
  };

  it.each([
    ['unread keys', 'BatchGetItem', unread(), () => notes.getMany([{ route_id: 'n1' }])],
    ['a conflict', 'TransactWriteItems', conflict, () => transactions.commit([notes.put('a', note(1))])],
  ] as [string, string, Fault, () => Promise<unknown>][])(
    'ends the pauses between tries: %s',
    async (_, operation, fault, work) => {
      proxy.always(operation, fault);
      await expect(withDeadline(150, 'c', work)).rejects.toMatchObject({ name: 'AbortError' });
      expect(requests(operation).length).toBeLessThan(MAX_TRIES);
    },
  );
});

describe('parts of a long list', () => {
  /** A note whose JSON has exactly so many bytes in UTF-8, most of them in letters of two and more. */
  const sized = (number: number, bytes: number): Note => {
    const letters = ['ñ', '文', '🚚'][number % 3] ?? 'ñ';
    const room = bytes - jsonBytes(note(number, { text: '' }));
    const count = Math.floor(room / Buffer.byteLength(letters));
    return note(number, { text: letters.repeat(count) + 'x'.repeat(room - count * Buffer.byteLength(letters)) });
  };

  it('are counted in bytes: what fills a transaction exactly goes in one, a byte more in two', async () => {
    const { items, bytes = 0 } = transactionLimits();
    const filling = Array.from({ length: items }, (_, i) => sized(i, bytes / items));
    expect(filling.reduce((sum, item) => sum + jsonBytes(item), 0)).toBe(bytes);
    expect(inChunks(filling, transactionLimits())).toHaveLength(1);
    const more = [sized(0, bytes / items + 1), ...filling.slice(1)];
    expect(inChunks(more, transactionLimits()).map(({ length }) => length)).toEqual([items - 1, 1]);
    await store(more);
    expect(await notes.getMany(more.map(keyOf))).toHaveLength(items);
  });
});
