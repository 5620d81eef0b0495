import type { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { TableId } from '../../src/database/tables';
import {
  deadLetterVariable,
  QUEUE_IDS,
  QueueId,
  QUEUES,
  queueVariable,
  RELAY_DEAD_LETTER,
  TOPICS,
} from '../../src/messaging/queues';
import type { Deployment } from '../deployment';
import type { HandlerName } from '../stages';
import type { MessagingStack } from '../stacks/messaging-stack';
import { allow, connect } from './connect';
import { connectChannels } from './connect-channels';
import {
  locationGrant,
  queueConnection,
  secretConnection,
  TableAccess,
  tableConnection,
  topicConnection,
} from './connectables';
import type { DinexFunction } from './dinex-function';
import { createSecret, SecretUse } from './secrets';

export type Functions = Readonly<Partial<Record<HandlerName, DinexFunction>>> &
  Readonly<Record<Exclude<HandlerName, 'plans'>, DinexFunction>>;

/**
 * Which Lambda uses which table, and how: `test/lambda/permissions.spec.ts` has all of it used, and nothing else asked for. The
 * relay knows its tables by name, to tell whose change it reads.
 */
const TABLES_OF: Readonly<Record<HandlerName, { readonly [Id in TableId]?: TableAccess<Id> }>> = {
  api: {
    orders: {
      actions: ['GetItem', 'BatchGetItem', 'PutItem'],
      indexes: [
        'customer_index',
        'status_index',
        'updated_index',
        'list_index',
        'day_index',
        'reference_index',
        'delivered_index',
        'token_index',
      ],
    },
    tracking: { actions: ['Query', 'PutItem', 'UpdateItem'] },
    routes: {
      actions: ['GetItem', 'BatchGetItem', 'PutItem', 'ConditionCheckItem'],
      indexes: ['driver_index', 'day_index'],
    },
    driver_days: { actions: ['BatchGetItem', 'PutItem'] },
    idempotency: { actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
    imports: { actions: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'], indexes: ['owner_index'] },
    plans: { actions: ['GetItem', 'PutItem'] },
    shops: { actions: ['GetItem', 'Scan', 'PutItem'] },
    credentials: { actions: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'] },
    changes: { actions: ['Query', 'PutItem'] },
    drivers: { actions: ['GetItem', 'BatchGetItem', 'Scan', 'PutItem', 'DeleteItem'] },
    depots: { actions: ['GetItem', 'BatchGetItem', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem'] },
  },
  notifications: { orders: { actions: ['GetItem'] }, deliveries: { actions: ['PutItem', 'UpdateItem'] } },
  'order-intake': { orders: { actions: ['PutItem'] }, imports: { actions: ['GetItem', 'PutItem', 'UpdateItem'] } },
  stream: { orders: 'stream', tracking: 'stream', imports: 'stream', plans: 'stream' },
  plans: {
    orders: { actions: ['BatchGetItem', 'PutItem'] },
    routes: { actions: ['BatchGetItem', 'PutItem', 'ConditionCheckItem'] },
    driver_days: { actions: ['BatchGetItem', 'PutItem'] },
    plans: { actions: ['GetItem', 'PutItem'] },
  },
};

/** Gives each function what it uses, and nothing else. */
export function connectFunctions(
  stack: Stack,
  deployment: Deployment,
  functions: Functions,
  messaging: MessagingStack,
  key: IKey | undefined,
): void {
  for (const [handler, fn] of Object.entries(functions) as [HandlerName, DinexFunction][])
    for (const [table, access] of Object.entries(TABLES_OF[handler]) as [TableId, TableAccess][])
      connect(fn, tableConnection(stack, deployment, table, key, access), 'use');

  const { api, stream, notifications } = functions;
  const queue = (id: QueueId) => queueConnection(queueVariable(id), messaging.queues[id]);
  connect(api, queue('orders'), 'inspect');
  for (const id of QUEUE_IDS) {
    const consumer = functions[QUEUES[id].consumer.handler];
    if (consumer !== undefined)
      connect(consumer, queueConnection(deadLetterVariable(id), messaging.deadLetters[id]), 'send');
  }
  connect(stream, queue('orders'), 'send');
  connect(stream, queue('plans'), 'send');
  connect(stream, queueConnection(RELAY_DEAD_LETTER.variable, messaging.relayDeadLetters), 'send');
  connect(stream, topicConnection(TOPICS.events.variable, messaging.events, key), 'publish');
  // A letter that was throttled comes back to the queue that it came from.
  connect(notifications, queue('notifications'), 'send');
  connectChannels(stack, deployment, notifications, key);
  const privacyKey = createSecret(stack, deployment, 'privacy', PRIVACY_KEY, key);
  connect(api, secretConnection('PRIVACY_KEY_ARN', privacyKey as ISecret, key), 'read');
  const linkKeys = createSecret(stack, deployment, 'links', LINK_KEYS, key);
  // The makers of orders, and who writes to their recipients.
  for (const fn of [api, functions['order-intake'], notifications])
    connect(fn, secretConnection('LINK_KEYS_ARN', linkKeys as ISecret, key), 'read');
  for (const planner of [api, functions.plans]) if (planner !== undefined) allowLocation(stack, deployment, planner);
}

const PRIVACY_KEY: SecretUse = {
  description: 'The key under which change records hash personal data.',
  notRotated: 'Under another key a value would have another hash: records before and after could not be compared.',
};

const LINK_KEYS: SecretUse = {
  description: "The keys of recipients' links: the generated text is one; later id=secret pairs, the one in use first.",
  notRotated:
    'Links are in letters already sent: a new key goes before the old one, which holds until its parcels have ended.',
};

function allowLocation(stack: Stack, { config }: Deployment, fn: DinexFunction): void {
  if (config.geocoder === 'amazon') allow(fn, locationGrant(stack, 'geo-places', 'Geocode'));
  if (config.matrixProvider === 'amazon') allow(fn, locationGrant(stack, 'geo-routes', 'CalculateRouteMatrix'));
}
