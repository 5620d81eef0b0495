import { withDeadline } from '../observability/scope';
import { Breather } from './breather';

/** A clock that each step moves, and the turns that were given to others. */
function machine(stepMs: number) {
  let now = 0;
  let turns = 0;
  const breather = new Breather(
    () => now,
    () => Promise.resolve(turns++),
  );
  const work = async (steps: number): Promise<number> => {
    for (let i = 0; i < steps; i++) {
      now += stepMs;
      await breather.breathe();
    }
    return turns;
  };
  return work;
}

describe('a breather', () => {
  it.each([
    [0.1, 1_000, 5],
    [5, 1_000, 250],
    [50, 1_000, 1_000],
  ])('gives others a turn by time: steps of %d ms, %d of them, %d turns', async (stepMs, steps, turns) => {
    expect(await machine(stepMs)(steps)).toBeCloseTo(turns, -1);
  });

  it('ends work whose deadline has passed, which cannot pass before others had a turn', async () => {
    const aborted = withDeadline(1, 'c', async () => {
      const breather = new Breather();
      for (;;) await breather.breathe();
    });
    await expect(aborted).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
