import { newOrderId } from '../kernel/ids';
import { shardsOf, statusShard } from './status-shard';

describe('status shards', () => {
  it.each([2, 7, 10, 16])('of 10,000 ids, none of %i shards gets over 1.2 times the mean', (shards) => {
    const counts = new Map(shardsOf('CREATED', shards).map((shard) => [shard, 0]));
    const start = Date.parse('2026-11-21T10:00:00Z');
    for (let i = 0; i < 10_000; i++) {
      const shard = statusShard('CREATED', newOrderId(start + i), shards);
      counts.set(shard, (counts.get(shard) ?? NaN) + 1);
    }
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(10_000);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual((1.2 * 10_000) / shards);
  });

  it('spreads the ids of one millisecond, too', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 10_000; i++) {
      const shard = statusShard('CREATED', newOrderId(1_763_737_200_000), 10);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(1_200);
  });

  it('keeps an order in its shard from state to state', () => {
    const id = newOrderId(1);
    expect(statusShard('DELIVERED', id, 10).split('#')[1]).toBe(statusShard('CREATED', id, 10).split('#')[1]);
  });
});
