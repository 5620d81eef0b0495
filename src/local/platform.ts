import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { loadConfig } from '../config/config';
import type { TableId } from '../database/tables';
import { openDataFolder } from './data-folder';
import { platformClient } from './embedded-client';
import { queueDepths } from '../messaging/queue-depths';
import { createResources } from './resources';
import { endpointsOf, PlatformOptions, startStandIns } from './stand-ins';
import { sweepExpired } from './ttl-sweeper';

/** Stand-ins for DynamoDB with Streams, SQS, SNS and SES, with every table, queue, topic and subscription in place. */
export interface Platform {
  /** The variables that lead the program to the stand-ins and name the resources. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder with all that it keeps. */
  readonly dataFolder: string;
  /** Tables of an older version that were given an index, whose items may lack its keys. */
  readonly grown: readonly TableId[];
  /** The page that shows what was sent; `GET /store` there returns it as JSON. */
  readonly mailboxUrl: string;
  /** Returns how many messages wait in each queue, dead-letter queues included, by their names in `queues.ts`. */
  queueDepths(): Promise<Readonly<Record<string, number>>>;
  /** Deletes items that expired long ago, as TTL does on AWS. */
  sweepExpired(nowSeconds?: number): Promise<number>;
  /** Forgets stream records of the last day and before, as AWS does: only for a relay that has handled them. */
  trimStreams(): void;
  /** Empties tables, queues and mailbox, leaving streams and definitions: for tests. */
  clear(): void;
  stop(): Promise<void>;
}

const DAY_SECONDS = 24 * 3_600;

/** Starts the stand-ins and creates what is missing. @throws PlatformError with one line that says what to do. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const region = options.region ?? 'us-east-1';
  const folder = openDataFolder(options.dataDir);
  const closing: (() => Promise<void> | void)[] = [
    () => {
      folder.close();
    },
  ];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const parts = await startStandIns(options, region, folder.path, closing);
    const endpoints = endpointsOf(options, parts);
    const clients = {
      tables: new DynamoDBClient(platformClient(region, endpoints.AWS_ENDPOINT_URL_DYNAMODB)),
      queues: new SQSClient(platformClient(region, endpoints.AWS_ENDPOINT_URL_SQS)),
      topics: new SNSClient(platformClient(region, endpoints.AWS_ENDPOINT_URL_SNS)),
    };
    closing.push(() => {
      Object.values(clients).forEach((client) => {
        client.destroy();
      });
    });
    const { variables, grown } = await createResources(clients, options.stage);
    const environment = { STAGE: options.stage, AWS_REGION: region, ...endpoints, ...variables };
    folder.announce(environment);
    const { tables } = loadConfig(environment).resources;
    return {
      environment,
      dataFolder: folder.path,
      grown,
      mailboxUrl: endpoints.AWS_ENDPOINT_URL_SESV2,
      queueDepths: () => queueDepths(clients.queues, options.stage),
      sweepExpired: (nowSeconds = Math.floor(Date.now() / 1_000)) => sweepExpired(clients.tables, tables, nowSeconds),
      trimStreams: () => parts.store?.trimStreams(DAY_SECONDS),
      clear: () => {
        parts.store?.clear();
        parts.broker?.clear();
        parts.mailbox?.clear();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
