import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clientDefaults } from '../aws/aws-client';
import { currentScope, withDeadline } from '../observability/scope';
import { MAX_TRIES } from './retry';
import { MAX_TRANSACTION_ITEMS, Transactions, Write } from './transaction';

interface Answer {
  readonly status: number;
  readonly body: object;
}
interface Request {
  readonly ClientRequestToken: string;
  readonly TransactItems: readonly Record<string, { readonly ReturnValuesOnConditionCheckFailure: string }>[];
}

const DONE: Answer = { status: 200, body: {} };
const error = (type: string, more: object = {}): Answer => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type, ...more },
});
const cancelled = (...reasons: (string | { Code: string; Item?: object })[]): Answer =>
  error('TransactionCanceledException', {
    CancellationReasons: reasons.map((reason) => (typeof reason === 'string' ? { Code: reason } : reason)),
  });

/** What the store answers, in turn, and what it was asked. */
let script: Answer[];
let requests: Request[];
let server: Server;
let client: DynamoDBDocumentClient;
let transactions: Transactions;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      requests.push(JSON.parse(body) as Request);
      const answer = script.shift() ?? DONE;
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer.body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = DynamoDBDocumentClient.from(new DynamoDBClient(clientDefaults('us-east-1', endpoint)));
  transactions = new Transactions(client);
});
beforeEach(() => {
  script = [];
  requests = [];
});
afterAll(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

const write = (name: string): Write => ({ name, item: { Put: { TableName: 't', Item: { id: name } } } });
const commit = (...answers: Answer[]) => {
  script = answers;
  return transactions.commit([write('a'), write('b')]);
};

describe('a transaction', () => {
  it('is committed, and asks for what stands in the way', async () => {
    expect(await commit(DONE)).toEqual({ committed: true });
    expect(requests[0]?.TransactItems.map((item) => item.Put?.ReturnValuesOnConditionCheckFailure)).toEqual([
      'ALL_OLD',
      'ALL_OLD',
    ]);
  });

  it('is refused by name, with the item that stands in the way where the store tells it', async () => {
    const Item = { id: { S: 'b' }, version: { N: '3' } };
    expect(await commit(cancelled('ConditionalCheckFailed', { Code: 'ConditionalCheckFailed', Item }))).toEqual({
      committed: false,
      failed: new Map([
        ['a', undefined],
        ['b', { id: 'b', version: 3 }],
      ]),
    });
    expect(requests).toHaveLength(1);
  });

  it('is refused where one condition fails and another item is busy: the condition decides', async () => {
    expect(await commit(cancelled('TransactionConflict', 'ConditionalCheckFailed'))).toEqual({
      committed: false,
      failed: new Map([['b', undefined]]),
    });
  });

  it.each([
    ['another transaction holds an item', cancelled('TransactionConflict', 'None')],
    ['a table is throttled', cancelled('None', 'ThrottlingError')],
    ['a partition is hot', cancelled('ProvisionedThroughputExceeded', 'TransactionConflict')],
    ['its own first try is still under way', error('TransactionInProgressException')],
  ])('is tried again with the same token while %s', async (_, busy) => {
    expect(await commit(busy, busy, DONE)).toEqual({ committed: true });
    expect(requests.length).toBeGreaterThanOrEqual(3);
    expect(new Set(requests.map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(1);
  });

  it('takes a new token each time it is another one', async () => {
    await commit(DONE);
    await commit(DONE);
    expect(new Set(requests.map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(2);
  });

  it('is given up as unavailable when the conflict outlasts its tries', async () => {
    await expect(
      commit(...Array.from({ length: 20 }, () => cancelled('TransactionConflict', 'None'))),
    ).rejects.toMatchObject({ kind: 'unavailable', details: { retryAfterSeconds: 1 } });
    expect(requests).toHaveLength(MAX_TRIES);
  });

  it('is given up when the request’s time is over', async () => {
    const busy = Array.from({ length: 20 }, () => cancelled('TransactionConflict', 'None'));
    await expect(withDeadline(100, 'c', () => commit(...busy))).rejects.toMatchObject({ name: 'AbortError' });
    expect(requests.length).toBeLessThan(8);
  });

  it('counts each of its tries for the log line of its request', async () => {
    const figures = await withDeadline(5_000, 'c', async () => {
      await commit(cancelled('TransactionConflict', 'None'), DONE);
      return currentScope()?.calls.figures;
    });
    expect(figures).toMatchObject({ aws_calls: 2, slowest_call: 'DynamoDB_20120810.TransactWriteItems' });
  });

  it.each([
    ['a mistake of ours', cancelled('ValidationError', 'None'), 'TransactionCanceledException'],
    ['a missing table', error('ResourceNotFoundException'), 'ResourceNotFoundException'],
  ])('fails as it is for %s', async (_, answer, name) => {
    await expect(commit(answer)).rejects.toMatchObject({ name });
    expect(requests).toHaveLength(1);
  });

  it('of more items than DynamoDB takes is not sent', async () => {
    const writes = Array.from({ length: MAX_TRANSACTION_ITEMS + 1 }, (_, i) => write(String(i)));
    await expect(transactions.commit(writes)).rejects.toThrow(RangeError);
    expect(requests).toEqual([]);
  });
});
