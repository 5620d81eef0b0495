/**
 * `npx tsx bench/routes/mixed.ts [--problems N] [--seed N]`
 * Plans small random problems with all constraints mixed, checks each plan and compares it with the best there is, found by trying everything.
 */
import { parseArgs } from 'node:util';
import { againstBruteForce } from '../../src/planner/rich/brute-force.fixture';

const { values } = parseArgs({
  options: { problems: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const first = Number(values.seed);
const problems = Number(values.problems);
let worse = 0;
for (let seed = first; seed < first + problems; seed++) {
  const fault = againstBruteForce(seed);
  if (fault === null) continue;
  worse++;
  console.log(fault);
}
console.log(`${problems} problems, ${worse} plans unsound or worse than the best`);
process.exitCode = worse > 0 ? 1 : 0;
