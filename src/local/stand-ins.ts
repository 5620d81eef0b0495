import { join } from 'node:path';
import { Mailbox, startMailbox } from './mailbox';
import { MessageBroker, startMessageBroker } from './message-broker';
import { PlatformError } from './platform-error';
import { EmbeddedStore, startEmbeddedStore } from './embedded-store';

export const ENDPOINT_VARIABLES = [
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_ENDPOINT_URL_SQS',
  'AWS_ENDPOINT_URL_SNS',
  'AWS_ENDPOINT_URL_SESV2',
] as const;
type Endpoints = Readonly<Partial<Record<(typeof ENDPOINT_VARIABLES)[number], string | undefined>>>;

export interface PlatformOptions {
  /** Where the data lives; null for a platform that forgets. */
  readonly dataDir: string | null;
  readonly stage: string;
  readonly region?: string;
  /** The ports to listen on; free ones by default. Where the mailbox's is taken, it listens on a free one. */
  readonly ports?: { readonly tables?: number; readonly messages?: number; readonly mailbox?: number };
  /** Where services run that need no stand-in. */
  readonly endpoints?: Endpoints;
}

export interface StandIns {
  readonly store?: EmbeddedStore;
  readonly broker?: MessageBroker;
  readonly mailbox?: Mailbox;
}

/** Starts the stand-ins of what does not run elsewhere. `closing` receives what ends each, in the order of their starts. */
export async function startStandIns(
  { dataDir, ports, endpoints = {} }: PlatformOptions,
  region: string,
  folder: string,
  closing: (() => Promise<void> | void)[],
): Promise<StandIns> {
  const file = (name: string): string | undefined => (dataDir === null ? undefined : join(folder, name));
  const keep = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const part = await starting;
    closing.push(() => part.stop());
    return part;
  };
  const mailbox =
    endpoints.AWS_ENDPOINT_URL_SESV2 === undefined
      ? await keep(startMailbox({ file: file('mails.jsonl'), port: ports?.mailbox ?? 0 }))
      : undefined;
  const broker = messagesElsewhere(endpoints)
    ? undefined
    : await keep(
        startMessageBroker({
          folder: file('messages'),
          region,
          port: ports?.messages ?? 0,
          onTextMessage: (message) => mailbox?.showTextMessage(message),
        }),
      );
  const store =
    endpoints.AWS_ENDPOINT_URL_DYNAMODB === undefined
      ? await keep(startEmbeddedStore(join(folder, 'tables.db'), ports?.tables))
      : undefined;
  return { ...(mailbox && { mailbox }), ...(broker && { broker }), ...(store && { store }) };
}

function messagesElsewhere({ AWS_ENDPOINT_URL_SQS: sqs, AWS_ENDPOINT_URL_SNS: sns }: Endpoints): boolean {
  if ((sqs === undefined) !== (sns === undefined))
    throw new PlatformError(
      'Set both AWS_ENDPOINT_URL_SQS and AWS_ENDPOINT_URL_SNS, or neither: a topic must reach its queue.',
    );
  return sqs !== undefined;
}

/** Returns the endpoint of each service: the given one, or its stand-in's. */
export function endpointsOf({ endpoints = {} }: PlatformOptions, { store, broker, mailbox }: StandIns) {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? store?.endpoint ?? '',
    AWS_ENDPOINT_URL_SQS: endpoints.AWS_ENDPOINT_URL_SQS ?? broker?.endpoint ?? '',
    AWS_ENDPOINT_URL_SNS: endpoints.AWS_ENDPOINT_URL_SNS ?? broker?.endpoint ?? '',
    AWS_ENDPOINT_URL_SESV2: endpoints.AWS_ENDPOINT_URL_SESV2 ?? mailbox?.endpoint ?? '',
  };
}
