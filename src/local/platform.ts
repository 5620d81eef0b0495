import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { join } from 'node:path';
import { platformClient } from './embedded-client';
import { openDataFolder } from './data-folder';
import { startMailbox } from './mailbox';
import { startMessageBroker } from './message-broker';
import { createResources } from './resources';
import { startTableStore } from './table-store';

export interface PlatformOptions {
  /** Where the data lives; null for a platform that forgets. */
  readonly dataDir: string | null;
  readonly stage: string;
  readonly region?: string;
  /** Free ones by default. A taken mailbox port gives way to a free one. */
  readonly ports?: { readonly tables?: number; readonly messages?: number; readonly mailbox?: number };
}

/** Stand-ins for DynamoDB with Streams, SQS, SNS and SES, with every table, queue, topic and subscription in place. */
export interface Platform {
  /** The variables that lead the program to the stand-ins and name the resources. */
  readonly environment: Readonly<Record<string, string>>;
  /** The page that shows what was sent; `GET /store` answers it as JSON. */
  readonly mailboxUrl: string;
  /** Empties tables, queues and mailbox, leaving streams and definitions: for tests. */
  clear(): void;
  stop(): Promise<void>;
}

/** @throws PlatformError with one line that says what to do. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const region = options.region ?? 'us-east-1';
  const folder = openDataFolder(options.dataDir);
  const file = (name: string): string | undefined => (options.dataDir === null ? undefined : join(folder.path, name));
  const running: { stop(): Promise<void> }[] = [];
  const keep = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    running.unshift(started);
    return started;
  };
  const stop = async (): Promise<void> => {
    for (const part of running.splice(0)) await part.stop();
    folder.close();
  };
  try {
    const storing = keep(startTableStore(join(folder.path, 'tables.db'), options.ports?.tables));
    const mailbox = await keep(startMailbox({ file: file('mails.jsonl'), port: options.ports?.mailbox ?? 0 }));
    const broker = await keep(
      startMessageBroker({
        folder: file('messages'),
        region,
        port: options.ports?.messages ?? 0,
        onTextMessage: (message) => {
          mailbox.showTextMessage(message);
        },
      }),
    );
    const store = await storing;
    const endpoints = {
      AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
      AWS_ENDPOINT_URL_SQS: broker.endpoint,
      AWS_ENDPOINT_URL_SNS: broker.endpoint,
      AWS_ENDPOINT_URL_SESV2: mailbox.endpoint,
    };
    const clients = {
      tables: new DynamoDBClient(platformClient(region, store.endpoint)),
      queues: new SQSClient(platformClient(region, broker.endpoint)),
      topics: new SNSClient(platformClient(region, broker.endpoint)),
    };
    const resources = await createResources(clients, options.stage);
    Object.values(clients).forEach((client) => {
      client.destroy();
    });
    return {
      environment: { STAGE: options.stage, AWS_REGION: region, ...endpoints, ...resources },
      mailboxUrl: mailbox.endpoint,
      clear: () => {
        [store, broker, mailbox].forEach((part) => {
          part.clear();
        });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
