import { Budget } from './budget';

const AGES = 1e9;

describe('a budget', () => {
  let now = 0;
  beforeEach(() => {
    now = 1_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('ends by the clock on the wall too, where it is told to', () => {
    const budget = new Budget({ timeLimitMs: AGES, wallLimitMs: 5 });
    const patient = new Budget({ timeLimitMs: AGES });
    expect(budget.next()).toBe(true);
    now += 5;
    expect(budget.exhausted()).toBe(true);
    expect(budget.next()).toBe(false);
    expect(patient.exhausted()).toBe(false);
  });

  it('asks no clock of a search that is counted in iterations', () => {
    const budget = new Budget({ timeLimitMs: AGES, wallLimitMs: 1, maxIterations: 2 });
    now += 10;
    expect([budget.next(), budget.next(), budget.next()]).toEqual([true, true, false]);
  });

  it('tells how far it is by the scarcer of the two', () => {
    const budget = new Budget({ timeLimitMs: AGES, wallLimitMs: 100 });
    now += 20;
    budget.next();
    expect(budget.fraction).toBe(0.2);
  });
});
