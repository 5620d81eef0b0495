import 'reflect-metadata';
import { GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { clientDefaults } from '../../src/aws/aws-client';
import { loadConfig } from '../../src/config/config';
import { startPlatform } from '../../src/local/platform';
import { freePort } from '../../src/local/ports';
import { QUEUES, resourceName } from '../../src/messaging/queues';
import { audit, Finding } from '../../src/operations/audit';
import { takeSnapshot } from '../../src/operations/snapshot';
import { FaultProxy } from '../support/fault-proxy';
import { blackHole, delay, Fault, loseReply, reset, serverError, throttled } from '../support/faults';
import { mailsIn } from '../support/mailbox';
import { Backend } from './backend';
import { SteadfastClient } from './client';
import { Courier } from './courier';
import { Chance } from './random';

const COURIERS = 8;
/** Past the notifier's lease, so that a message whose notifier was killed does not use up its three tries against it. */
const VISIBILITY_SECONDS = 20;
const QUIET_WITHIN_MS = 180_000;

/** `npm run soak -- [--requests N] [--seed S]`: mixed requests under random kills and stalls, and then the audit. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Date.now() % 1e9) },
    },
  });
  const total = Number(values.requests);
  const seed = Number(values.seed);
  console.log(`Soak: ${total} requests, seed ${seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'dinex-soak-'));
  const platform = await startPlatform({ dataDir: join(folder, 'stores'), stage: 'local' });
  const proxy = await FaultProxy.start(platform.environment.AWS_ENDPOINT_URL_DYNAMODB ?? '');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const backend = new Backend(
    {
      ...platform.environment,
      AWS_ENDPOINT_URL_DYNAMODB: proxy.url,
      PORT: String(port),
      DINEX_DATA_DIR: join(folder, 'backend'),
      LOG_LEVEL: 'ERROR',
      METRICS: 'off',
    },
    url,
  );
  try {
    await shortenVisibility(platform.environment);
    await backend.start();
    const client = new SteadfastClient(url);
    const couriers = Array.from({ length: COURIERS }, (_, i) => new Courier(`SOAK-${i}`, client, new Chance(seed + i)));
    const progress = { over: false };
    const chaos = wreck(backend, proxy, new Chance(seed - 1), progress);
    await Promise.all(
      couriers.map(async (courier) => {
        while (client.requests < total) await courier.act();
      }),
    );
    progress.over = true;
    const done = await chaos;
    proxy.heal();
    console.log(
      `${client.requests} requests, ${client.retries} retries, ${done.kills} kills, ${done.faults} faults; waiting for the queues`,
    );
    const findings = await settle(
      platform.environment,
      couriers.flatMap(({ accepted }) => accepted),
    );
    const mails = await mailsIn(platform.mailboxUrl);
    report(findings, mails.length);
    await backend.stop();
  } finally {
    await backend.kill();
    await proxy.stop();
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills the program and lets its store stall, lose replies, throttle and conflict, at random, until the requests are over. */
async function wreck(
  backend: Backend,
  proxy: FaultProxy,
  chance: Chance,
  progress: { readonly over: boolean },
): Promise<{ kills: number; faults: number }> {
  const count = { kills: 0, faults: 0 };
  while (!progress.over) {
    await sleep(500 + chance.below(2_500));
    const die = chance.next();
    if (die < 0.25) {
      await backend.kill();
      await backend.start();
      count.kills++;
      continue;
    }
    const times = 1 + chance.below(8);
    count.faults += times;
    proxy.next(() => true, ...Array.from({ length: times }, () => badDay(chance)));
  }
  return count;
}

function badDay(chance: Chance): Fault {
  return chance.oneOf([
    loseReply(),
    loseReply(),
    blackHole,
    delay(400 + chance.below(1_000)),
    reset,
    throttled,
    serverError,
  ]);
}

async function shortenVisibility(environment: Readonly<Record<string, string>>): Promise<void> {
  const config = loadConfig(environment);
  const client = new SQSClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SQS));
  for (const { name } of Object.values(QUEUES)) {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: resourceName(config.STAGE, name) }));
    const Attributes = { VisibilityTimeout: String(VISIBILITY_SECONDS) };
    await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  }
  client.destroy();
}

/** Audits until nothing is found, or for as long as messages of killed consumers may take to come back three times. */
async function settle(environment: Readonly<Record<string, string>>, accepted: string[]): Promise<Finding[]> {
  const config = loadConfig(environment);
  const end = Date.now() + QUIET_WITHIN_MS;
  for (;;) {
    const findings = audit(await takeSnapshot(config, accepted));
    const waiting = findings.some(({ kind }) => kind === 'untold' || kind === 'left_over');
    if (!waiting || Date.now() > end) return findings;
    await sleep(500);
  }
}

function report(findings: readonly Finding[], mails: number): void {
  const count = (kind: Finding['kind']): number => findings.filter((finding) => finding.kind === kind).length;
  console.log(`${mails} mails and texts`);
  console.log(
    `${count('lost')} lost, ${count('doubled')} doubled, ${count('disagreeing')} disagreeing, ${count('untold')} untold, ${count('stranded')} stranded, ${count('left_over')} left over`,
  );
  for (const { kind, id, detail } of findings.slice(0, 20)) console.log(`${kind}: ${id} ${detail}`);
  if (findings.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
