import type { INestApplicationContext } from '@nestjs/common';
import { Config } from '../../src/config/config';
import { createStreamHandler, TABLE_STREAMS } from '../../src/lambda/stream';
import { EventSources, Handlers, startEventSources } from '../../src/local/event-sources';
import { localHandlers } from '../../src/local/handlers';
import { eventually } from './eventually';
import { mailsIn } from './mailbox';
import { PATIENT } from './patience';

/** What follows a write: the relay and the consumers of the queues. */
export interface Pipeline {
  readonly worker: INestApplicationContext;
  readonly sources: EventSources;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

export interface PipelineOptions {
  /** The consumers that shall run. Default: all. */
  readonly only?: readonly (keyof Handlers['queues'])[];
  /** What the relay carries. Default: all. */
  readonly streams?: typeof TABLE_STREAMS;
  /** Environments of each consumer. Default: 2. */
  readonly concurrency?: number;
}

export async function startPipeline(
  environment: Environment,
  { only, streams = TABLE_STREAMS, concurrency = 2 }: PipelineOptions = {},
): Promise<Pipeline> {
  const { worker, queues } = await localHandlers({ ...PATIENT, LOG_LEVEL: 'SILENT', METRICS: 'off', ...environment });
  const chosen = Object.fromEntries(
    Object.entries(queues).filter(([name]) => only === undefined || only.some((one) => one === name)),
  );
  const sources = await startEventSources(
    worker.get(Config),
    { queues: chosen, stream: () => createStreamHandler(worker, streams) },
    { pollMs: 5, concurrency, report: () => undefined },
  );
  return {
    worker,
    sources,
    stop: async () => {
      await sources.stop();
      await worker.close();
    },
  };
}

/** The subjects of the mails that an address received. */
export const subjectsTo = async (environment: Environment, address: string): Promise<string[]> =>
  (await mailsIn(environment.AWS_ENDPOINT_URL_SESV2 ?? ''))
    .filter(({ destination }) => destination.to[0] === address)
    .map(({ subject }) => subject.replace(/ · .*/, ''));

/** Waits until each address has got a mail; then, all messages being handled, tells how many each got. */
export async function mailsPerAddress(environment: Environment, addresses: readonly string[]): Promise<number[]> {
  const counts = async (): Promise<number[]> => {
    const mails = await mailsIn(environment.AWS_ENDPOINT_URL_SESV2 ?? '');
    const all = mails.map(({ destination }) => destination.to[0]);
    return addresses.map((address) => all.filter((to) => to === address).length);
  };
  await eventually(async () => {
    expect(Math.min(...(await counts()))).toBeGreaterThan(0);
  });
  return counts();
}
