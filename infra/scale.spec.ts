import { readFileSync } from 'node:fs';
import { Measured, peak, PEAK_REQUESTS_PER_SECOND } from '../bench/cost/model';
import { KeyRange, PARTITION_WRITE_UNITS } from '../bench/cost/scale/key-range';
import { Executions } from '../bench/cost/scale/lambda';
import { OnDemand } from '../bench/cost/scale/on-demand';
import { plot } from '../bench/cost/scale/plot';
import { scenarios } from '../bench/cost/scale/scenarios';
import { Outcome, simulate } from '../bench/cost/scale/simulate';
import { QueueWorkers, StreamReaders } from '../bench/cost/scale/workers';

const measured = JSON.parse(readFileSync('bench/cost/measured.json', 'utf8')) as Measured;
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

describe('one key', () => {
  it('writes 1,500 units a second for ten minutes out of what it saved, then 1,000', () => {
    const key = new KeyRange({ splittable: false });
    // 300 s of 1,000 are saved; 500 a second are taken from them: 600 s.
    const granted = times(700, () => key.grant(1_500));
    expect(granted.slice(0, 600).every((units) => units === 1_500)).toBe(true);
    expect(granted.slice(600).every((units) => units === PARTITION_WRITE_UNITS)).toBe(true);
  });

  it('saves five minutes at most', () => {
    const key = new KeyRange({ splittable: false });
    times(10_000, () => key.grant(0));
    expect(key.grant(1e9)).toBe(301 * PARTITION_WRITE_UNITS);
  });
});

describe('many keys', () => {
  it('are split into two partitions after five minutes of heat, and again', () => {
    const keys = new KeyRange({ splittable: true });
    times(299, () => keys.grant(3_500));
    expect(keys.count).toBe(1);
    keys.grant(3_500);
    expect(keys.count).toBe(2);
    times(300, () => keys.grant(3_500));
    expect([keys.count, keys.capacity]).toEqual([4, 4_000]);
  });

  it('are not split when a cool second comes between', () => {
    const keys = new KeyRange({ splittable: true });
    times(299, () => keys.grant(1_500));
    keys.grant(10);
    times(299, () => keys.grant(1_500));
    expect(keys.count).toBe(1);
  });
});

describe('an on-demand table', () => {
  it('takes 4,000 units when it is new, and twice its peak half an hour later', () => {
    const table = new OnDemand();
    expect(times(1_800, () => table.grant(10_000)).every((units) => units === 4_000)).toBe(true);
    expect(table.grant(10_000)).toBe(8_000);
    times(1_799, () => table.grant(10_000));
    expect(table.grant(10_000)).toBe(10_000);
  });

  it('takes at once what it was warmed for', () => {
    expect(new OnDemand(80_000).grant(90_000)).toBe(80_000);
  });
});

describe('a function', () => {
  it('has 1,000 executions more each ten seconds, up to its limit', () => {
    const fn = new Executions(2_500);
    const counts = times(30, () => {
      fn.serve(10_000, 1);
      return fn.count;
    });
    expect([counts[9], counts[19], counts[24], counts[29]]).toEqual([1_000, 2_000, 2_500, 2_500]);
  });

  it('serves rate times duration', () => {
    const fn = new Executions(100, 100);
    expect(fn.serve(4_000, 0.05)).toBe(2_000);
    expect(fn.serve(1_000, 0.05)).toBe(1_000);
  });
});

describe('the workers', () => {
  it('of a queue begin with five pollers and add 300 a minute', () => {
    const queue = new QueueWorkers(10, 1, 1_000);
    times(60, () => {
      queue.tick(1e6);
    });
    expect(queue.capacity).toBe((5 + 300) * 10);
    times(240, () => {
      queue.tick(1e6);
    });
    expect(queue.capacity).toBe(1_000 * 10);
  });

  it('of a stream read shards x lanes x batch a second, and fall behind by what is over', () => {
    const relay = new StreamReaders(100, 0.5, 2);
    expect(relay.capacity(3)).toBe(1_200);
    expect([relay.tick(1_200, 3), relay.tick(2_400, 3), relay.tick(1_200, 3), relay.tick(0, 3)]).toEqual([0, 1, 1, 0]);
  });
});

describe('10,000 requests a second', () => {
  let outcomes: Outcome[];
  const named = (name: string): Outcome => {
    const found = outcomes.find(({ scenario }) => scenario.name.includes(name));
    if (found === undefined) throw new Error(`There is no scenario ${name}`);
    return found;
  };
  beforeAll(() => {
    outcomes = scenarios(measured).map((scenario) => simulate(scenario, measured));
  });

  it('are answered whole where the stage is prepared', () => {
    const { refusedPct, seconds, executions } = named('prepared');
    expect(refusedPct).toBe(0);
    expect(seconds.at(-1)?.answered).toBeCloseTo(PEAK_REQUESTS_PER_SECOND, 6);
    expect(executions).toBeCloseTo(peak(PEAK_REQUESTS_PER_SECOND, measured).concurrency, 6);
    expect(Math.max(...seconds.map(({ relayAge }) => relayAge))).toBeLessThan(5);
  });

  it('write a key of status_index beyond a partition when it is not sharded, and below when it is', () => {
    const { ordersPerSecond } = peak(PEAK_REQUESTS_PER_SECOND, measured);
    // A put and a delete of two units for each order.
    expect(named('unsharded').hottestStatusKey).toBeCloseTo(ordersPerSecond * 4, 6);
    expect(named('prepared').hottestStatusKey).toBeCloseTo((ordersPerSecond * 4) / 10, 6);
    expect(named('prepared').hottestStatusKey).toBeLessThan(PARTITION_WRITE_UNITS);
    expect(named('unsharded').refusedBy.status_index).toBeGreaterThan(0);
    expect(named('prepared').refusedBy.status_index).toBe(0);
  });

  it('of which one shop makes 1,000 orders are throttled at their table by its key of customer_index', () => {
    const { hottestShopKey, refusedBy, refusedPct } = named('one shop');
    // Each order is written once and moved three times, of two units each.
    expect(hottestShopKey).toBeCloseTo(1_000 * 4 * 2, 6);
    expect(refusedBy.customer_index).toBeGreaterThan(0);
    expect(refusedPct).toBeGreaterThan(10);
  });

  it.each([
    ['not warmed', 'table'],
    ['100 executions', 'lambda'],
  ] as const)('are refused with tables or functions %s', (name, bottleneck) => {
    expect(named(name).refusedBy[bottleneck]).toBeGreaterThan(0);
  });

  it('never refuse more than is asked, nor answer more', () => {
    for (const { seconds, refusedPct } of outcomes) {
      expect(refusedPct).toBeGreaterThanOrEqual(0);
      for (const { asked, answered } of seconds) {
        expect(answered).toBeGreaterThanOrEqual(0);
        expect(answered).toBeLessThanOrEqual(asked + 1e-6);
      }
    }
  });

  it('are drawn with a line for each scenario in each panel, as in docs/scale.svg', () => {
    const svg = plot(outcomes);
    expect(svg.match(/stroke-width="2"/g)).toHaveLength(outcomes.length * 4);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(readFileSync('docs/scale.svg', 'utf8')).toBe(svg);
  });
});
