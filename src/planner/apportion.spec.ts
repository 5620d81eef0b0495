import { apportion } from './apportion';
import { madeUpModel } from './model/fleet-model.fixture';

const model = { ...madeUpModel('grid', 1), severalWindows: false, forbiddenLegs: false };
const of = (jobs: number, timeLimitMs: number) => apportion({ ...model, jobs }, { timeLimitMs });

describe('apportion', () => {
  it('keeps back for a descent what it takes, but never most of the budget', () => {
    expect(of(200, 50)).toMatchObject({ annealing: 1 - (0.012 * 200) / 50, generations: 0 });
    expect(of(1000, 50)).toMatchObject({ annealing: 0.8, generations: 0 });
    expect(of(200, 0).annealing).toBe(0.8);
  });

  it('lets a genetic search have what its generations need', () => {
    const { annealing, generations } = of(100, 500);
    expect(generations).toBeCloseTo(10);
    expect(annealing).toBeCloseTo(0.2);
    expect(of(20, 5000).annealing).toBe(0.1);
  });

  it('lets ruin and recreate have everything where local search knows no such problem', () => {
    for (const limit of [{ severalWindows: true }, { forbiddenLegs: true }]) {
      expect(apportion({ ...model, ...limit }, { timeLimitMs: 5000 })).toMatchObject({ annealing: 1, generations: 0 });
    }
  });

  it('ends a long annealing colder than a short one, and begins a large problem cooler, never colder than it ends', () => {
    expect([of(100, 50).cold, of(100, 100).cold, of(100, 5000).cold]).toEqual([0.1, 0.05, 0.02]);
    expect([of(200, 500).hot, of(1100, 500).hot]).toEqual([1, 0.25]);
    const { hot, cold } = of(5500, 5000);
    expect(hot).toBeCloseTo(0.01);
    expect(cold).toBe(hot);
  });

  it('heats a rushed annealing by what legs cost, and the less the less time a job has', () => {
    expect(of(200, 50)).toMatchObject({ rushed: true, hot: 2.85, cold: 0.2 });
    expect(of(200, 12.5).hot).toBeCloseTo(2.85 / 2);
    expect(of(200, 70).rushed).toBe(false);
    expect(apportion({ ...model, jobs: 200, timed: true }, { timeLimitMs: 50 })).toMatchObject({
      rushed: false,
      hot: 1,
    });
    const { hot, cold } = of(5500, 5);
    expect(cold).toBe(hot);
  });

  it('takes iterations for the time they usually take', () => {
    expect(apportion({ ...model, jobs: 200 }, { timeLimitMs: 1, maxIterations: 5000 })).toEqual(of(200, 50));
  });
});
