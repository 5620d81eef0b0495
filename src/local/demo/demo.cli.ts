import 'reflect-metadata';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Config } from '../../config/config';
import { audit } from '../../operations/audit';
import { takeSnapshot } from '../../operations/snapshot';
import { LocalServer, startLocalServer } from '../local-server';
import { Api, DemoPlan, Mail, readMailbox } from './api';
import { DemoDayPlayer, PlayedDay } from './day';
import { DayClock } from './day-clock';
import { dayCounts, gains, mailSummary, stopTable } from './sheet';

const SETTLED_WITHIN_MS = 120_000;

/**
 * `npm run demo`: a courier's day with three vans, played through the API of a fresh instance that forgets it all at the end.
 * `-- --picture FILE` also keeps the first planned route as the API draws it.
 */
async function main(): Promise<void> {
  const { picture } = parseArgs({ options: { picture: { type: 'string' } } }).values;
  const clock = new DayClock();
  const say = (text: string): void => {
    const time = new Date(clock.now() - 5 * 3_600_000).toISOString().slice(11, 16);
    console.log(`${time}  ${text}`);
  };
  const server = await startLocalServer({ PORT: '0', LOG_LEVEL: 'ERROR', METRICS: 'off' }, null);
  try {
    console.log(`DINEX runs in memory at ${server.url}; the day is ${clock.day}, the times are Lima's.`);
    for (const application of [server.app, server.worker]) clock.governs(application);
    const api = new Api(server.url);
    const keepPicture = async ({ routes: [first] }: DemoPlan): Promise<void> => {
      if (picture === undefined || first === undefined) return;
      writeFileSync(picture, await api.text(`/routes/${first.route_id}.svg`));
      say(`${picture} shows the first of them`);
    };
    const played = await new DemoDayPlayer(api, clock, say).play(keepPicture);
    const mails = await mailsOf(server, say);
    print(played, mails);
    await closeTheBooks(server);
    await showPage(api, server.url, mails);
  } finally {
    await server.stop();
  }
}

/** Waits until everybody has been told, which is when the queues are empty and the audit misses nothing. */
async function mailsOf(server: LocalServer, say: (text: string) => void): Promise<readonly Mail[]> {
  const end = Date.now() + SETTLED_WITHIN_MS;
  while ((await findingsOf(server)).length > 0 && Date.now() < end) await sleep(500);
  const mails = await readMailbox(server.platform.mailboxUrl);
  const letters = mails.filter(({ subject }) => !subject.startsWith('SMS'));
  say(`${letters.length} letters and ${mails.length - letters.length} text messages went out`);
  return mails;
}

const findingsOf = async ({ app }: LocalServer) => audit(await takeSnapshot(app.get(Config)));

function print({ plan, placeOf, routes, counts, loadingCalls, leftOver }: PlayedDay, mails: readonly Mail[]): void {
  const sections = [
    ...routes.map((route) => [`Route of ${route.driver_id}`, ...stopTable(route, placeOf)]),
    ['Planned in the morning', ...gains(plan)],
    ['How the day stands', ...dayCounts(counts), `  ${'Calls to load the vans'.padEnd(26)}${loadingCalls}`],
    [
      'Left over, to be planned tomorrow',
      ...leftOver.map(
        ({ order_id, status, service_day }) =>
          `  ${placeOf.get(order_id)?.name ?? order_id}: ${status}, due ${service_day}`,
      ),
    ],
    ['What people were told', ...mailSummary(mails)],
  ];
  for (const section of sections) console.log(`\n${section.join('\n')}`);
}

/** The audit that operators run, over everything that the day has stored. @throws Error where a promise is broken. */
async function closeTheBooks(server: LocalServer): Promise<void> {
  const findings = await findingsOf(server);
  console.log(`\nAudit: ${findings.length} findings (lost, doubled, disagreeing, untold, stranded, left over)`);
  for (const { kind, id, detail } of findings) console.log(`  ${kind}: ${id} ${detail}`);
  if (findings.length > 0) throw new Error('The books do not close.');
}

/** Ends with what a recipient sees: the link of the last letter, which opens as long as the instance runs. */
async function showPage(api: Api, url: string, mails: readonly Mail[]): Promise<void> {
  const [link] = mails.flatMap(({ body: { text = '' } }) => /http\S+\/t\/[\w-]{22}/.exec(text) ?? []).slice(-1);
  if (link === undefined) throw new Error('No letter has a link.');
  await api.text(link.slice(url.length));
  console.log(`\nThe page of one parcel, as its recipient sees it\n  ${link}`);
  if (!process.stdin.isTTY) return;
  console.log('Open it while this runs; Enter ends it.');
  await once(process.stdin, 'data');
  process.stdin.pause();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
