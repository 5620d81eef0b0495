import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { ChannelSettings, CHANNEL_SETTINGS, secretArnVariable } from '../../src/config/channel-settings';
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
import { Deployment, named } from '../deployment';
import type { HandlerName } from '../stages';
import type { MessagingStack } from '../stacks/messaging-stack';
import { allow, connect } from './connect';
import {
  locationGrant,
  mailConnection,
  queueConnection,
  secretConnection,
  TableAccess,
  tableConnection,
  topicConnection,
} from './connectables';
import type { DinexFunction } from './dinex-function';
import { acknowledgeNag, skipCheckov } from './suppressions';

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
      indexes: ['customer_index', 'status_index', 'list_index'],
    },
    tracking: { actions: ['Query', 'PutItem', 'UpdateItem'] },
    routes: { actions: ['GetItem', 'BatchGetItem', 'PutItem', 'ConditionCheckItem'], indexes: ['driver_index'] },
    idempotency: { actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
    imports: { actions: ['GetItem', 'PutItem', 'UpdateItem'] },
    plans: { actions: ['GetItem', 'PutItem'] },
    shops: { actions: ['GetItem', 'Scan', 'PutItem'] },
    credentials: { actions: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'] },
    changes: { actions: ['Query', 'PutItem'] },
  },
  notifications: { orders: { actions: ['GetItem'] }, deliveries: { actions: ['PutItem', 'UpdateItem'] } },
  'order-intake': { orders: { actions: ['PutItem'] }, imports: { actions: ['GetItem', 'PutItem', 'UpdateItem'] } },
  stream: { orders: 'stream', tracking: 'stream', imports: 'stream', plans: 'stream' },
  plans: {
    orders: { actions: ['BatchGetItem', 'PutItem'] },
    routes: { actions: ['BatchGetItem', 'PutItem', 'ConditionCheckItem'] },
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
  connectNotifier(stack, deployment, notifications, key);
  const privacyKey = createSecret(stack, deployment, 'privacy', PRIVACY_KEY, key);
  connect(api, secretConnection('PRIVACY_KEY_ARN', privacyKey as ISecret, key), 'read');
  for (const planner of [api, functions.plans]) if (planner !== undefined) allowLocation(stack, deployment, planner);
}

function connectNotifier(stack: Stack, deployment: Deployment, notifier: DinexFunction, key: IKey | undefined): void {
  const { config } = deployment;
  connect(notifier, mailConnection(stack, config.mailFrom), 'send');
  // An SMS goes to a phone number, which has no ARN: everything but topics is what IAM can say.
  allow(notifier, {
    actions: ['sns:Publish'],
    notResources: [stack.formatArn({ service: 'sns', region: '*', account: '*', resource: '*' })],
  });
  for (const [channel, settings] of Object.entries<ChannelSettings>(CHANNEL_SETTINGS)) {
    const given: Readonly<Partial<Record<string, string>>> = config.channels ?? {};
    const variables = settings.variables.flatMap((name) => {
      const value = given[name];
      return value === undefined ? [] : [{ name, value }];
    });
    for (const { name, value } of variables) notifier.function.addEnvironment(name, value);
    if (settings.secret !== undefined && variables.length > 0) {
      const { description } = settings.secret;
      const secret = createSecret(stack, deployment, channel, { description, notRotated: HELD_BY_ANOTHER }, key);
      connect(notifier, secretConnection(secretArnVariable(settings.secret), secret as ISecret, key), 'read');
    }
  }
}

interface SecretUse {
  readonly description: string;
  /** Why nothing changes it by itself. */
  readonly notRotated: string;
}

const HELD_BY_ANOTHER = 'Whoever else holds it must change it at the same moment: rotated by hand (runbook).';

const PRIVACY_KEY: SecretUse = {
  description: 'The key under which change records hash personal data.',
  notRotated: 'Under another key a value would have another hash: records before and after could not be compared.',
};

function createSecret(
  stack: Stack,
  deployment: Deployment,
  name: string,
  { description, notRotated }: SecretUse,
  key: IKey | undefined,
): Secret {
  const secret = new Secret(stack, `${name.charAt(0).toUpperCase()}${name.slice(1)}Secret`, {
    secretName: named(deployment, name),
    description,
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
    removalPolicy: deployment.config.protectData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    ...(key === undefined ? {} : { encryptionKey: key }),
  });
  acknowledgeNag(secret, { 'AwsSolutions-SMG4': notRotated });
  if (key === undefined) skipCheckov(secret, { CKV_AWS_149: 'A key of our own is for staging and prod.' });
  return secret;
}

function allowLocation(stack: Stack, { config }: Deployment, fn: DinexFunction): void {
  if (config.geocoder === 'amazon') allow(fn, locationGrant(stack, 'geo-places', 'Geocode'));
  if (config.matrixProvider === 'amazon') allow(fn, locationGrant(stack, 'geo-routes', 'CalculateRouteMatrix'));
}
