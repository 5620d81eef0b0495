import { claimed, released } from './claim';
import { awaitsRoute, indexKeys, withIndexKeys } from './index-keys';
import { newOrder } from './order.fixture';
import { MAX_ATTEMPTS, PARCEL_STATUSES, STATES } from './states';

const SHARDS = 10;
const claim = { route_id: 'r1', driver_id: 'DRV001', estimated_delivery_at: '2026-11-21T18:00:00.000Z' };

describe('an order is in the list of its day', () => {
  it('while it is on no route and may join one', () => {
    for (const status of PARCEL_STATUSES) {
      const order = { ...newOrder(), status };
      expect([status, 'waiting_day' in indexKeys(order, SHARDS)]).toEqual([status, STATES[status].assignable]);
      expect(indexKeys(claimed(order, claim), SHARDS)).not.toHaveProperty('waiting_day');
      expect(indexKeys(claimed(order, claim), SHARDS)).not.toHaveProperty('waiting_place');
      expect(indexKeys(released(claimed(order, claim), '2026-11-21T19:00:00.000Z', 'NOT_ATTEMPTED'), SHARDS)).toEqual(
        indexKeys(order, SHARDS),
      );
    }
  });

  it('not after its last attempt', () => {
    const failed = { ...newOrder(), status: 'ATTEMPT_FAILED' } as const;
    expect(awaitsRoute({ ...failed, attempt_count: MAX_ATTEMPTS - 1 })).toBe(true);
    expect(awaitsRoute({ ...failed, attempt_count: MAX_ATTEMPTS })).toBe(false);
  });

  it('in the shard of its id, at its district and creation', () => {
    const { status_shard, waiting_day, waiting_place } = indexKeys(newOrder(), SHARDS);
    expect(waiting_day).toBe(`2026-11-21#${status_shard.split('#')[1] ?? ''}`);
    expect(waiting_place).toBe('150122#2026-11-21T15:04:05.123Z');
  });

  it.each([
    ['by its code', { street: 'Jr. Puno 120', ubigeo: '040101' }, '040101'],
    ['by its text', 'Av. Brasil 1234, Jesús María, Lima', '150113'],
    ['under none where it names none', { street: 'Calle 7' }, '000000'],
  ])('%s', (_, delivery_address, district) => {
    expect(indexKeys(newOrder({ delivery_address }), SHARDS).waiting_place).toMatch(new RegExp(`^${district}#`));
  });
});

describe('an order is found', () => {
  it('by what its shop calls it, where it has a name', () => {
    expect(indexKeys(newOrder({ reference: 'PEDIDO-1001' }), SHARDS).reference_key).toBe('SHOP-1#PEDIDO-1001');
    expect(indexKeys(newOrder(), SHARDS)).not.toHaveProperty('reference_key');
  });

  it('by the day in Lima of its delivery, once it is delivered', () => {
    const evening = { ...newOrder(), status: 'DELIVERED', delivered_at: '2026-11-23T02:00:00.000Z' } as const;
    expect(indexKeys(evening, SHARDS).delivered_key).toBe('SHOP-1#2026-11-22');
    expect(indexKeys({ ...newOrder(), status: 'RETURNED' }, SHARDS)).not.toHaveProperty('delivered_key');
  });
});

it('what an order was found by goes when it is written anew', () => {
  const stored = withIndexKeys(newOrder({ reference: 'P-1' }), SHARDS);
  const { reference: _, ...unnamed } = stored;
  const moved = withIndexKeys({ ...unnamed, ...claim, status: 'DELIVERED', delivered_at: unnamed.created_at }, SHARDS);
  expect(moved).toEqual({
    ...newOrder({}),
    ...moved,
    delivered_key: 'SHOP-1#2026-11-21',
    status_shard: expect.stringMatching(/^DELIVERED#\d$/) as string,
  });
  for (const gone of ['waiting_day', 'waiting_place', 'reference_key']) expect(moved).not.toHaveProperty(gone);
});
