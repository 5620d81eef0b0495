import { checkPlan } from '../../src/planner/model/checker';
import { plan } from '../../src/planner/plan';
import { listInstances, readBestKnown, readInstance } from './read';
import { classOf, HEADER, percent, type Row, summary, textRow } from './report';

/** What is measured and how. */
export interface PlainTerms {
  readonly directory: string;
  readonly filter: string;
  readonly timeLimitMs: number;
  readonly seed: number;
  readonly runs: number;
  readonly json: boolean;
}

/** Plans every plain instance, checks each plan, prints a row a run and a mean a class; returns how many plans were not sound. */
export function benchPlain({ directory, filter, timeLimitMs, seed, runs, json }: PlainTerms): number {
  const best = readBestKnown(directory);
  const rows: { row: Row; group: string }[] = [];
  let unsound = 0;
  if (!json) console.log(HEADER);
  for (const path of listInstances(directory).filter((each) => each.includes(filter))) {
    for (let run = 0; run < runs; run++) {
      // Read afresh: a run must not profit from what an earlier one left in the caches.
      const instance = readInstance(directory, path);
      const before = process.cpuUsage();
      const answer = plan(instance.problem, { timeLimitMs, seed: seed + run });
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
      if (!json) console.log(textRow(row, violations.slice(0, 3).join('; ')));
      else if (violations.length > 0) console.error(`${path}: ${violations.join('; ')}`);
    }
  }
  if (json) console.log(JSON.stringify(rows.map(({ row }) => row)));
  else console.log(['', ...summary(rows, timeLimitMs), `unsound plans: ${unsound}`].join('\n'));
  return unsound;
}
