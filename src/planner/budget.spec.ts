import { setTimeout as sleep } from 'node:timers/promises';
import { Budget } from './budget';

const AGES = 1e9;

describe('a budget', () => {
  it('ends by the clock on the wall too, where it is told to', async () => {
    const budget = new Budget({ timeLimitMs: AGES, wallLimitMs: 5 });
    const patient = new Budget({ timeLimitMs: AGES });
    expect(budget.next()).toBe(true);
    await sleep(20);
    expect(budget.exhausted()).toBe(true);
    expect(budget.next()).toBe(false);
    expect(patient.exhausted()).toBe(false);
  });

  it('asks no clock of a search that is counted in iterations', async () => {
    const budget = new Budget({ timeLimitMs: AGES, wallLimitMs: 1, maxIterations: 2 });
    await sleep(10);
    expect([budget.next(), budget.next(), budget.next()]).toEqual([true, true, false]);
  });

  it('tells how far it is by the scarcer of the two', async () => {
    const budget = new Budget({ timeLimitMs: AGES, wallLimitMs: AGES / 1e3 });
    await sleep(20);
    budget.next();
    expect(budget.fraction).toBeGreaterThanOrEqual(20 / (AGES / 1e3) / 2);
  });
});
