import { DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '../../../src/aws/aws-client';
import {
  blackHole,
  hold,
  loseReply,
  pass,
  reset,
  serverError,
  throttled,
  transactionConflict,
} from '../../support/faults';
import { FaultyEndpoints, startFaultProxies } from '../../support/faulty-platform';
import { usePlatform } from '../../support/platform';

const platform = usePlatform();
let faulty: FaultyEndpoints;
let client: DynamoDBClient;
const TableName = 'dinex-local-plans';

beforeAll(async () => {
  faulty = await startFaultProxies(platform.environment);
  client = new DynamoDBClient({
    ...clientDefaults('us-east-1', faulty.environment.AWS_ENDPOINT_URL_DYNAMODB),
    maxAttempts: 1,
  });
});
beforeEach(() => {
  faulty.heal();
});
afterAll(async () => {
  client.destroy();
  await faulty.stop();
});

const put = (id: string) => client.send(new PutItemCommand({ TableName, Item: { plan_id: { S: id } } }));
const stored = async (id: string): Promise<boolean> =>
  (await client.send(new GetItemCommand({ TableName, Key: { plan_id: { S: id } } }))).Item !== undefined;
const transact = () =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: ['a', 'b'].map((id) => ({ Put: { TableName, Item: { plan_id: { S: id } } } })),
    }),
  );

describe('the fault proxy', () => {
  it('passes what the test does not name, and tells what it saw', async () => {
    faulty.tables.next('TransactWriteItems', reset);
    await put('p');
    expect(await stored('p')).toBe(true);
    expect(faulty.tables.calls.map(({ operation }) => operation)).toEqual(['PutItem', 'GetItem']);
  });

  it.each([
    ['resets', reset, false],
    ['swallows', blackHole, false],
    ['loses the reply of', loseReply(), true],
    ['withholds the reply of', loseReply('black-hole'), true],
  ])('%s a call', async (_what, fault, done) => {
    faulty.tables.next('PutItem', fault);
    await expect(put('p')).rejects.toThrow();
    expect(await stored('p')).toBe(done);
  });

  it("answers with DynamoDB's errors", async () => {
    faulty.tables.next('PutItem', throttled, serverError, pass);
    await expect(put('p')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    await expect(put('p')).rejects.toMatchObject({ name: 'InternalServerError' });
    await put('p');
    faulty.tables.next('TransactWriteItems', transactionConflict([1]));
    await expect(transact()).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
    await transact();
  });

  it('holds a call until the test lets it go', async () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    faulty.tables.next('PutItem', hold('request', until));
    const putting = put('held');
    expect(await stored('held')).toBe(false);
    release();
    await putting;
    expect(await stored('held')).toBe(true);
  });

  it('refuses connections while down, and recovers', async () => {
    await faulty.tables.down();
    await expect(put('p')).rejects.toThrow();
    await faulty.tables.up();
    await put('p');
  });
});
