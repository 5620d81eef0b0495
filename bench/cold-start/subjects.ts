/** The functions whose starts are measured, each with the events that AWS sends it: every start gets one of its own. */
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { clientDefaults } from '../../src/aws/aws-client';
import type { Platform } from '../../src/local/platform';
import { parcelEvent, sqsEvent, streamEvent } from '../../test/factories/events';
import { Call, gatewayEvent } from '../../test/factories/gateway-event';
import { orderBody } from '../../test/factories/orders';
import type { ApiHandler } from '../../test/support/api-bundle';
import { loadBundle } from '../../test/support/bundle';
import { ISSUER_VARIABLES } from '../../test/support/issuer';

export interface Subject {
  readonly name: string;
  /** Makes an event that nothing has seen yet, and what it needs in the stores. */
  event(): Promise<object>;
  /** Whether an answer says that all went well. */
  succeeded(answer: unknown): boolean;
}

export interface Subjects {
  readonly all: readonly Subject[];
  /** What every function is told. */
  readonly environment: NodeJS.ProcessEnv;
}

const LAMBDA = { AWS_LAMBDA_FUNCTION_NAME: 'bench', LOG_LEVEL: 'SILENT', METRICS: 'off' };
/** Of no use against the embedded stores, but on Lambda they are there. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'embedded', AWS_SECRET_ACCESS_KEY: 'embedded' };

/** Makes the events of the functions that answer callers and consume queues and streams; what the planner's takes is the planner's own time. */
export async function prepareSubjects({ environment }: Pick<Platform, 'environment'>): Promise<Subjects> {
  const variables = { ...environment, ...ISSUER_VARIABLES, ...LAMBDA, ...CREDENTIALS };
  const api = loadBundle('api', variables) as ApiHandler;
  const ask = async (call: Call): Promise<Record<string, string>> => {
    const answer = await api(gatewayEvent(call), {
      awsRequestId: 'r',
      functionName: 'bench',
    } as Parameters<ApiHandler>[1]);
    if (answer.statusCode >= 300) throw new Error(`${call.path} answered ${answer.statusCode} ${answer.body}`);
    return JSON.parse(answer.body) as Record<string, string>;
  };
  const { order_id, tracking_id } = await ask({ method: 'POST', path: '/orders', body: orderBody() });
  const order = await onlyOrder(environment);
  let made = 0;
  const readyImport = async (): Promise<object> => {
    const headers = { 'Content-Type': 'application/x-ndjson' };
    const body = JSON.stringify(orderBody({ reference: `R${++made}` }));
    const { import_id } = await ask({ method: 'POST', path: '/orders/imports', body, headers });
    return sqsEvent({ import_id, chunk: 0 });
  };
  return {
    all: [
      {
        name: 'api',
        event: () => {
          // A parcel takes 90 events: each start has its own.
          const body = { tracking_id: `BENCH-${process.pid}-${++made}`, location: 'Lima', status: 'IN_TRANSIT' };
          return Promise.resolve(gatewayEvent({ method: 'POST', path: '/tracking', body }));
        },
        succeeded: (answer) => (answer as { statusCode?: number }).statusCode === 201,
      },
      worker('stream', () => streamEvent('dinex-bench-orders', { after: order })),
      worker('order-intake', readyImport),
      worker('notifications', () => sqsEvent(parcelEvent({ order_id, tracking_id } as object))),
    ],
    environment: { PATH: process.env.PATH, ...variables },
  };
}

const worker = (name: string, event: () => Promise<object> | object): Subject => ({
  name,
  event: () => Promise.resolve(event()),
  succeeded: (answer) => (answer as { batchItemFailures?: unknown[] }).batchItemFailures?.length === 0,
});

/** The one order in the table, as it is stored: what the table's stream would show. */
async function onlyOrder({
  AWS_ENDPOINT_URL_DYNAMODB,
  AWS_REGION = '',
  ORDERS_TABLE,
}: Platform['environment']): Promise<object> {
  const client = new DynamoDBClient(clientDefaults(AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB));
  const { Items: [order = {}] = [] } = await client.send(new ScanCommand({ TableName: ORDERS_TABLE }));
  client.destroy();
  return unmarshall(order);
}
