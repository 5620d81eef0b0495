import fc from 'fast-check';
import request from 'supertest';
import type { Agent, Response } from 'supertest';
import { CredentialsService } from '../../src/access/credentials.service';
import canonicalize from 'canonicalize';
import { OrderId, trackingIdOf } from '../../src/kernel/ids';
import { useApp } from '../support/app';
import { orderBody } from '../factories/orders';
import { bearer, ISSUER_VARIABLES } from '../support/issuer';

// API1, API3; ASVS 8.2.2: whatever shop A does, shop B is answered byte by byte as if A did not exist.
const t = useApp(ISSUER_VARIABLES);
jest.setTimeout(180_000);

beforeAll(() => {
  t.app.get(CredentialsService).principalOf = (token) => {
    const shop_id = token.slice(-6);
    return Promise.resolve({ role: 'shop', subject: shop_id, shop_id });
  };
});

type Shop = 'SHOP-A' | 'SHOP-B';

/** What one shop has made so far, in the order in which it made it. */
interface Owned {
  readonly orders: string[];
  readonly tracking: string[];
  readonly imports: string[];
}

/** One call; `nth` picks among what its shop has made, `foreign` among what the other has. */
interface Step {
  readonly act: keyof typeof ACTS;
  readonly nth: number;
  readonly foreign: boolean;
}

type Call = (shop: Shop) => Agent;
const api = (): Call => (shop) =>
  request
    .agent(t.app.getHttpServer())
    .set(bearer(`dnx_test_${shop}`))
    .set('X-Correlation-Id', 'walk');

const pick = (ids: readonly string[], nth: number, otherwise: string): string =>
  ids.length === 0 ? otherwise : (ids[nth % ids.length] ?? otherwise);
const NOBODY = '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e';
const NO_PARCEL = trackingIdOf(NOBODY as OrderId);

const ACTS = {
  create: (agent: Agent, own: Owned) => {
    const { customer_id: _, ...body } = orderBody({ reference: `R-${own.orders.length}` });
    return agent.post('/orders').send(body);
  },
  create_again: (agent: Agent, own: Owned) =>
    agent
      .post('/orders')
      .set('Idempotency-Key', `k-${own.orders.length % 3}`)
      .send({ ...orderBody(), customer_id: undefined, reference: 'K' }),
  read: (agent: Agent, of: Owned, nth: number) => agent.get(`/orders/${pick(of.orders, nth, NOBODY)}`),
  patch: (agent: Agent, of: Owned, nth: number) =>
    agent.patch(`/orders/${pick(of.orders, nth, NOBODY)}`).send({ notes: `note ${nth}` }),
  cancel: (agent: Agent, of: Owned, nth: number) =>
    agent.post(`/orders/${pick(of.orders, nth, NOBODY)}/cancel`).send({}),
  list: (agent: Agent, _own: Owned, nth: number) => agent.get(`/orders?limit=${1 + (nth % 5)}`),
  find: (agent: Agent, _own: Owned, nth: number) => agent.get(`/orders?reference=R-${nth}&customer_id=SHOP-B`),
  delivered: (agent: Agent, _own: Owned, nth: number) =>
    agent.get(`/orders?delivered=2026-11-2${nth}&customer_id=SHOP-${nth % 2 === 0 ? 'A' : 'B'}`),
  waiting: (agent: Agent) => agent.get('/orders?day=2026-11-27&awaiting=route'),
  track: (agent: Agent, of: Owned, nth: number) =>
    agent.get(`/tracking?tracking_id=${pick(of.tracking, nth, NO_PARCEL)}`),
  open: (agent: Agent, _own: Owned, nth: number) =>
    agent.post('/tracking').send({
      tracking_id: `TRK00${nth % 3}`,
      status: 'IN_TRANSIT',
      location: 'Lima',
      event_id: `e${nth}`,
      occurred_at: '2026-01-01T00:00:00.000Z',
    }),
  look: (agent: Agent, _own: Owned, nth: number) => agent.get(`/tracking?tracking_id=TRK00${nth % 3}`),
  scan: (agent: Agent, of: Owned, nth: number) =>
    agent.post('/tracking').send({ tracking_id: pick(of.tracking, nth, NO_PARCEL), status: 'DELIVERED' }),
  import: (agent: Agent, own: Owned) =>
    agent
      .post('/orders/imports')
      .set('Content-Type', 'application/x-ndjson')
      .send(JSON.stringify({ ...orderBody(), customer_id: undefined, reference: `I-${own.imports.length}` })),
  imported: (agent: Agent, of: Owned, nth: number) => agent.get(`/orders/imports/${pick(of.imports, nth, NOBODY)}`),
} as const;

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...(Object.keys(ACTS) as Step['act'][])),
  nth: fc.nat(5),
  foreign: fc.boolean(),
});

// The store's maps have no order, whoever asks: answers are compared with their members in order.

/** The ids and instants that a server makes up, named by their first appearance: what is left must be the same. */
function anonymous(texts: readonly string[]): string[] {
  const names = new Map<string, string>();
  const name = (found: string): string => {
    const known = names.get(found) ?? `#${names.size}`;
    names.set(found, known);
    return known;
  };
  return texts.map((text) =>
    text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, name)
      .replaceAll(/DNX[0-9A-Z]{27}/g, name)
      .replaceAll(/2026-(?!01-01)\d\d-\d\dT[\d:.]+Z|20[3-9]\d-\d\d-\d\dT[\d:.]+Z/g, 'then')
      .replaceAll(/"next_cursor":"[^"]+"/g, '"next_cursor":"more"'),
  );
}

async function take(
  call: Call,
  shop: Shop,
  all: Readonly<Record<Shop, Owned>>,
  { act, nth, foreign }: Step,
  alone: boolean,
): Promise<string> {
  const own = all[shop];
  // Where the other shop does not exist, what was its is nobody's.
  const other = alone ? { orders: [], tracking: [], imports: [] } : all[shop === 'SHOP-A' ? 'SHOP-B' : 'SHOP-A'];
  const creates =
    act === 'create' ||
    act === 'create_again' ||
    act === 'import' ||
    act === 'open' ||
    act === 'look' ||
    act === 'find' ||
    act === 'delivered' ||
    act === 'waiting' ||
    act === 'list';
  const answer: Response = await ACTS[act](call(shop), creates || !foreign ? own : other, nth);
  const body = answer.body as { order_id?: string; tracking_id?: string; import_id?: string };
  if (
    answer.status < 300 &&
    body.order_id !== undefined &&
    act.startsWith('create') &&
    !own.orders.includes(body.order_id)
  ) {
    own.orders.push(body.order_id);
    own.tracking.push(body.tracking_id ?? '');
  }
  if (act === 'import' && body.import_id !== undefined) own.imports.push(body.import_id);
  const told = `${act} ${answer.status} ${canonicalize(answer.body)}`;
  // What is not there is told by the name that was asked for: that name is the caller's own word.
  return foreign && answer.status === 404 ? `${act} 404` : told;
}

const nothing = (): Record<Shop, Owned> => ({
  'SHOP-A': { orders: [], tracking: [], imports: [] },
  'SHOP-B': { orders: [], tracking: [], imports: [] },
});

describe('two shops', () => {
  it('do not interfere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom<Shop>('SHOP-A', 'SHOP-B'), step), { minLength: 4, maxLength: 16 }),
        async (steps) => {
          const call = api();
          t.clear();
          const both = nothing();
          const together: string[] = [];
          for (const [shop, next] of steps) {
            const told = await take(call, shop, both, next, false);
            if (shop === 'SHOP-B') together.push(told);
          }
          t.clear();
          const one = nothing();
          const alone: string[] = [];
          for (const [shop, next] of steps) if (shop === 'SHOP-B') alone.push(await take(call, shop, one, next, true));
          expect(anonymous(together)).toEqual(anonymous(alone));
        },
      ),
      { numRuns: 40, seed: 20261127 },
    );
  });
});
