import 'reflect-metadata';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startLocalServer } from '../local-server';
import { Api, DemoOrder, DemoRoute, Mail, readMailbox } from './api';
import { DEPOT, DemoPlace, PLACES } from './places';
import { gains, mailSummary, stopTable } from './sheet';

const RECIPIENTS = ['Rosa Quispe', 'Luis Mamani', 'Carmen Flores', 'Jorge Huamán', 'Ana Torres', 'Emily Carter'];
const SHOPS = ['ZAPATERIA-GAMARRA', 'LIBROS-LARCO', 'BOTICA-RIMAC'];
const DRIVER = 'DRV001';
const MAILS_WITHIN_MS = 60_000;

/**
 * `npm run demo`: a courier's morning, played through the API of a fresh instance that forgets it all at the end.
 * `-- --picture FILE` also keeps the planned route as the API draws it.
 */
async function main(): Promise<void> {
  const { picture } = parseArgs({ options: { picture: { type: 'string' } } }).values;
  const started = Date.now();
  const say = (text: string): void => {
    console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}`);
  };
  const server = await startLocalServer({ PORT: '0', LOG_LEVEL: 'ERROR', METRICS: 'off' }, null);
  try {
    say(`DINEX runs in memory at ${server.url}`);
    const api = new Api(server.url);
    const placeOf = await takeOrders(api, say);
    const orderIds = [...placeOf.keys()];
    const route = await api.post<DemoRoute>('/routes', {
      order_ids: orderIds,
      driver_id: DRIVER,
      depot: DEPOT,
      return_to_depot: true,
      departure_at: nextMorning(),
    });
    say(
      `a route of ${route.sequence.length} stops is planned for ${DRIVER}: ${route.estimated_distance_km.toFixed(1)} km`,
    );
    if (picture !== undefined) {
      writeFileSync(picture, await api.text(`/routes/${route.route_id}.svg`));
      say(`${picture} shows it`);
    }
    const failed = route.sequence[Math.floor(route.sequence.length / 2)]?.order_id ?? '';
    const told = await drive(api, route, failed, say);
    const mails = await mailsOf(server.platform.mailboxUrl, told, say);
    print(route, placeOf, failed, mails);
    await showPage(api, server.url, mails);
  } finally {
    await server.stop();
  }
}

async function takeOrders(api: Api, say: (text: string) => void): Promise<Map<string, DemoPlace>> {
  const placeOf = new Map<string, DemoPlace>();
  let soles = 0;
  for (const [i, place] of PLACES.entries()) {
    const name = RECIPIENTS[i % RECIPIENTS.length] ?? 'Rosa Quispe';
    const order = await api.post<DemoOrder>('/orders', {
      customer_id: SHOPS[i % SHOPS.length],
      reference: `PEDIDO-${1001 + i}`,
      recipient: {
        name,
        email: `${name
          .toLowerCase()
          .normalize('NFD')
          .replace(/[^a-z]+/g, '.')}@example.pe`,
        phone: `9${String(87_000_000 + i)}`,
        locale: name === 'Emily Carter' ? 'en' : 'es-PE',
      },
      products: [{ name: 'Paquete', quantity: 1 + (i % 3), unit_price: 4_990 + 730 * (i % 5), weight_grams: 900 }],
      delivery_address: {
        street: place.street,
        district: place.district,
        reference: place.name,
        lat: place.lat,
        lon: place.lon,
      },
    });
    soles += order.total / 100;
    placeOf.set(order.order_id, place);
  }
  say(`${placeOf.size} orders taken, S/ ${soles.toFixed(2)} with IGV`);
  return placeOf;
}

/** Scans every parcel through the day. Returns how many letters the recipients are to get. */
async function drive(api: Api, route: DemoRoute, failed: string, say: (text: string) => void): Promise<number> {
  const orderIds = route.sequence.map(({ order_id }) => order_id);
  const scan = (order_id: string, status: string, more: object = {}) =>
    api.post('/tracking', { order_id, status, location: DEPOT.name, ...more });
  for (const order_id of orderIds) await scan(order_id, 'PICKED_UP');
  say('all parcels picked up');
  await api.post(`/routes/${route.route_id}/start`, {});
  for (const order_id of orderIds) await scan(order_id, 'OUT_FOR_DELIVERY');
  say('the van is loaded and leaves');
  for (const [i, order_id] of orderIds.entries()) {
    if (order_id === failed) await scan(order_id, 'ATTEMPT_FAILED', { reason_code: 'CONSIGNEE_ABSENT' });
    else await scan(order_id, 'DELIVERED', { location: 'Puerta del cliente' });
    if (i % 10 === 9) say(`${i + 1} stops done`);
  }
  await api.post(`/routes/${route.route_id}/complete`, {});
  say('the route is complete');
  return orderIds.length * 4;
}

async function mailsOf(mailboxUrl: string, expected: number, say: (text: string) => void): Promise<readonly Mail[]> {
  const end = Date.now() + MAILS_WITHIN_MS;
  for (;;) {
    const mails = await readMailbox(mailboxUrl);
    const letters = mails.filter(({ subject }) => !subject.startsWith('SMS'));
    if (letters.length >= expected || Date.now() > end) {
      say(`${letters.length} letters and ${mails.length - letters.length} text messages went out`);
      return mails;
    }
    await sleep(200);
  }
}

function print(
  route: DemoRoute,
  placeOf: ReadonlyMap<string, DemoPlace>,
  failed: string,
  mails: readonly Mail[],
): void {
  const sections = [
    [`Route of ${DRIVER}, from and back to ${DEPOT.name}`, ...stopTable(route, placeOf, failed)],
    ['Distance', ...gains(route)],
    ['What people were told', ...mailSummary(mails)],
  ];
  for (const section of sections) console.log(`\n${section.join('\n')}`);
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

/** Returns tomorrow at eight in Lima, which is five hours behind UTC all year. */
function nextMorning(): string {
  const tomorrow = new Date(Date.now() - 5 * 3_600_000 + 86_400_000);
  return `${tomorrow.toISOString().slice(0, 10)}T13:00:00.000Z`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
