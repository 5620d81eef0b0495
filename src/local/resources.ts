import {
  AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  KeySchemaElement,
  ResourceInUseException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, ListSubscriptionsByTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  IndexSchema,
  KeySchema,
  keyAttributes,
  projectionOf,
  TABLE_IDS,
  TableDefinition,
  TableId,
  tableName,
  TABLES,
  tableVariable,
  TTL_ATTRIBUTE,
} from '../database/tables';
import {
  MESSAGE_RETENTION_DAYS,
  deadLetterVariable,
  QUEUE_IDS,
  QueueDefinition,
  QueueId,
  QUEUES,
  queueVariable,
  RELAY_DEAD_LETTER,
  resourceName,
  TOPICS,
} from '../messaging/queues';

export interface Clients {
  readonly tables: DynamoDBClient;
  readonly queues: SQSClient;
  readonly topics: SNSClient;
}

type Variables = Record<string, string>;

export interface Resources {
  /** The variables that name them. */
  readonly variables: Variables;
  /** Tables of an older version that were given an index. */
  readonly grown: readonly TableId[];
}

/** Creates what is missing of every table, index, queue, topic and subscription. */
export async function createResources(clients: Clients, stage: string): Promise<Resources> {
  const [tables, messaging] = await Promise.all([createTables(clients.tables, stage), createMessaging(clients, stage)]);
  return { variables: { ...tables.variables, ...messaging }, grown: tables.grown };
}

async function createTables(client: DynamoDBClient, stage: string): Promise<Resources> {
  const named = TABLE_IDS.map((id) => [id, tableName(stage, id)] as const);
  const grown = await Promise.all(named.map(([id, name]) => createTable(client, name, TABLES[id])));
  return {
    variables: Object.fromEntries(named.map(([id, name]) => [tableVariable(id), name])),
    grown: TABLE_IDS.filter((_, i) => grown[i] === true),
  };
}

/** Returns whether the table existed and has been given an index. */
async function createTable(client: DynamoDBClient, name: string, table: TableDefinition): Promise<boolean> {
  const indexes = Object.entries(table.indexes);
  const command = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(table.key),
    AttributeDefinitions: attributeDefinitions(table),
    // The store refuses an empty list.
    GlobalSecondaryIndexes: indexes.length === 0 ? undefined : indexes.map(([name, schema]) => indexOf(name, schema)),
    StreamSpecification: table.stream ? { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } : undefined,
  });
  try {
    await client.send(command);
  } catch (error) {
    if (error instanceof ResourceInUseException) return addIndexes(client, name, table);
    throw error;
  }
  await waitUntilTableExists({ client, ...PATIENCE }, { TableName: name });
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { Enabled: true, AttributeName: TTL_ATTRIBUTE },
    }),
  );
  return false;
}

const PATIENCE = { minDelay: 0.05, maxDelay: 0.5, maxWaitTime: 30 };

/** Gives a table of an older version the indexes that it lacks, one after the other. Returns whether it lacked any. */
async function addIndexes(client: DynamoDBClient, TableName: string, table: TableDefinition): Promise<boolean> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const present = (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  const missing = Object.entries(table.indexes).filter(([name]) => !present.includes(name));
  for (const [name, schema] of missing) {
    await client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: attributeDefinitions(table),
        GlobalSecondaryIndexUpdates: [{ Create: indexOf(name, schema) }],
      }),
    );
    await waitUntilTableExists({ client, ...PATIENCE }, { TableName });
  }
  return missing.length > 0;
}

const attributeDefinitions = (table: TableDefinition): AttributeDefinition[] =>
  keyAttributes(table).map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));

const indexOf = (IndexName: string, schema: IndexSchema) => ({
  IndexName,
  KeySchema: keySchema(schema),
  Projection: projectionOf(schema),
});

const keySchema = ({ partition, sort }: KeySchema): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' as const }]),
];

async function createMessaging({ queues, topics }: Clients, stage: string): Promise<Variables> {
  const relayDeadLetter = await createQueue(queues, resourceName(stage, RELAY_DEAD_LETTER.name), retention);
  const variables = await Promise.all(QUEUE_IDS.map((id) => createQueueWithDeadLetter(queues, stage, id)));
  const arns = await Promise.all(
    Object.values(TOPICS).map(async ({ name, subscribers, variable }) => {
      const arn = await createTopic(topics, resourceName(stage, name));
      for (const subscriber of subscribers)
        await subscribe(topics, arn, queueArn(arn, resourceName(stage, QUEUES[subscriber].name)));
      return [variable, arn] as const;
    }),
  );
  return {
    [RELAY_DEAD_LETTER.variable]: relayDeadLetter,
    ...Object.fromEntries(variables.flatMap((each) => Object.entries(each))),
    ...Object.fromEntries(arns),
  };
}

const retention = { MessageRetentionPeriod: String(MESSAGE_RETENTION_DAYS * 24 * 3600) };

async function createQueueWithDeadLetter(client: SQSClient, stage: string, id: QueueId): Promise<Variables> {
  const queue: QueueDefinition = QUEUES[id];
  const deadLetter = await createQueue(client, resourceName(stage, queue.deadLetter.name), retention);
  const region = await client.config.region();
  const url = await createQueue(client, resourceName(stage, queue.name), {
    VisibilityTimeout: String(queue.visibilitySeconds),
    ReceiveMessageWaitTimeSeconds: String(queue.longPollSeconds),
    ...retention,
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:${region}:${accountOf(deadLetter)}:${resourceName(stage, queue.deadLetter.name)}`,
      maxReceiveCount: queue.deadLetter.maxReceiveCount,
    }),
  });
  return { [queueVariable(id)]: url, [deadLetterVariable(id)]: deadLetter };
}

/** Creates a queue without attributes and sets them after that, as creating an existing queue with other ones is an error. Returns its URL. */
async function createQueue(client: SQSClient, name: string, attributes: Variables): Promise<string> {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
  // A stand-in on disk remembers the URL of its first start, on another port.
  const endpoint = await client.config.endpoint?.();
  const url =
    endpoint === undefined
      ? QueueUrl
      : `${endpoint.protocol}//${endpoint.hostname}:${endpoint.port ?? 80}/${accountOf(QueueUrl)}/${name}`;
  await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
  return url;
}

const accountOf = (queueUrl: string): string => new URL(queueUrl).pathname.split('/')[1] ?? '';

async function createTopic(client: SNSClient, name: string): Promise<string> {
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: name }));
  if (TopicArn === undefined) throw new Error(`The topic ${name} has no ARN.`);
  return TopicArn;
}

/** Returns the ARN of a queue in the topic's region and account. */
const queueArn = (topicArn: string, queue: string): string => {
  const [arn, partition, , region, account] = topicArn.split(':');
  return [arn, partition, 'sqs', region, account, queue].join(':');
};

async function subscribe(client: SNSClient, topic: string, queue: string): Promise<void> {
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
  if (Subscriptions.some(({ Endpoint }) => Endpoint === queue)) return;
  await client.send(
    new SubscribeCommand({
      TopicArn: topic,
      Protocol: 'sqs',
      Endpoint: queue,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
}
