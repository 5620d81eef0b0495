/** The largest weight whose sums over thousands of jobs stay exact in a double. */
const LARGEST = 2 ** 40;

/**
 * Returns one weight a job such that leaving out one job of a priority weighs more than leaving out all jobs of lower priorities:
 * "when not all fit, the higher is served first". Where that would overflow (many priorities of many jobs each), every step
 * to the next priority multiplies by one factor instead.
 */
export function priorityWeights(priorities: readonly number[]): Float64Array {
  const levels = [...new Set(priorities)].sort((a, b) => a - b);
  const weights = new Map<number, number>();
  let outweighed = 0;
  for (const level of levels) {
    weights.set(level, outweighed + 1);
    outweighed += (outweighed + 1) * priorities.filter((priority) => priority === level).length;
  }
  if (outweighed >= LARGEST) {
    const factor = Math.min(1000, LARGEST ** (1 / levels.length));
    let weight = 0;
    levels.forEach((level, step) => {
      weight = Math.max(weight + 1, Math.floor(factor ** step));
      weights.set(level, weight);
    });
  }
  return Float64Array.from(priorities, (priority) => weights.get(priority)!);
}
