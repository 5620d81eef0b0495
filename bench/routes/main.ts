/**
 * `npm run bench:routes -- --instances DIR [--time-limit-ms N] [--json] [--filter S] [--seed N] [--runs N] [--cold]`
 * Plans every instance below DIR on one core and prints what came out beside the best known values; see bench/README.md.
 */
import { parseArgs } from 'node:util';
import { checkPlan } from '../../src/planner/model/checker';
import { plan } from '../../src/planner/plan';
import { warmUp } from '../../src/planner/warm-up';
import { listInstances, readBestKnown, readInstance } from './read';
import { classOf, HEADER, percent, type Row, summary, textRow } from './report';

const { values } = parseArgs({
  options: {
    instances: { type: 'string' },
    'time-limit-ms': { type: 'string', default: '500' },
    json: { type: 'boolean', default: false },
    filter: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
    cold: { type: 'boolean', default: false },
  },
});
if (values.instances === undefined) throw new Error('--instances DIR is required');
const directory = values.instances;
const timeLimitMs = Number(values['time-limit-ms']);
const best = readBestKnown(directory);
const rows: { row: Row; group: string }[] = [];
let unsound = 0;
const start = values.cold ? 'cold: no warm-up before the first plan' : warmUpOnce();
if (!values.json) console.log(`${start}\n${HEADER}`);

for (const path of listInstances(directory).filter((p) => p.includes(values.filter))) {
  for (let run = 0; run < Number(values.runs); run++) {
    // Read afresh: a run must not profit from what an earlier one left in the caches.
    const instance = readInstance(directory, path);
    const before = process.cpuUsage();
    const answer = plan(instance.problem, { timeLimitMs, seed: Number(values.seed) + run });
    const used = process.cpuUsage(before);

    const violations = checkPlan(instance.problem, answer);
    if (answer.unassigned.length > 0) violations.push(`${answer.unassigned.length} jobs unassigned`);
    if (violations.length > 0) unsound++;
    const cost = answer.cost / instance.costDivisor;
    const bestKnown = best.get(path) ?? null;
    const nearest = answer.baseline.nearestNeighbour;
    const row: Row = {
      instance: path,
      n: instance.n,
      cost,
      best_known: bestKnown,
      gap_pct: bestKnown === null ? null : percent(cost, bestKnown),
      cpu_ms: (used.user + used.system) / 1000,
      nn_cost: nearest === null ? null : nearest / instance.costDivisor,
    };
    rows.push({ row, group: classOf(path, instance) });
    if (!values.json) console.log(textRow(row, violations.slice(0, 3).join('; ')));
    else if (violations.length > 0) console.error(`${path}: ${violations.join('; ')}`);
  }
}

if (values.json) console.log(JSON.stringify(rows.map(({ row }) => row)));
else console.log(['', ...summary(rows, timeLimitMs), `unsound plans: ${unsound}`].join('\n'));
process.exitCode = unsound > 0 ? 1 : 0;

/** As the product's planner does when it starts: the plans that follow find it compiled. */
function warmUpOnce(): string {
  const before = process.cpuUsage();
  const exercises = [...warmUp()].length;
  const { user, system } = process.cpuUsage(before);
  return `warmed up by ${exercises} made-up problems (${Math.round((user + system) / 1000)} ms CPU, not counted below; --cold: without)`;
}
