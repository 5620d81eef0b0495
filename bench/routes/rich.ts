import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPlan } from '../../src/planner/model/checker';
import { plan } from '../../src/planner/plan';
import { percent } from './report';
import { bestOf, listRich, problemOf, readRich, solutionOf } from './rich-form';

/** What is measured and how. */
export interface RichTerms {
  readonly directory: string;
  readonly filter: string;
  readonly timeLimitMs: number;
  readonly seed: number;
  readonly runs: number;
  readonly json: boolean;
  /** Fewest vehicles, then cost. */
  readonly fleetFirst: boolean;
  /** A directory for solutions in the form's own notation, or undefined. */
  readonly solutions: string | undefined;
}

interface RichRow {
  readonly instance: string;
  readonly class: string;
  readonly n: number;
  readonly feasible: boolean;
  readonly cost: number;
  readonly best_known: number | null;
  readonly gap_pct: number | null;
  readonly vehicles: number;
  readonly best_vehicles: number | null;
  readonly unassigned: number;
  readonly cpu_ms: number;
}

/** Plans every rich instance, checks each plan, prints a row an instance and a mean a class; returns how many plans were not sound. */
export function benchRich(terms: RichTerms): number {
  const rows: RichRow[] = [];
  let unsound = 0;
  for (const path of listRich(terms.directory).filter((each) => each.includes(terms.filter))) {
    for (let run = 0; run < terms.runs; run++) {
      const form = readRich(terms.directory, path);
      const problem = { ...problemOf(form), ...(terms.fleetFirst ? { fewestVehicles: true } : {}) };
      const before = process.cpuUsage();
      const answer = plan(problem, { timeLimitMs: terms.timeLimitMs, seed: terms.seed + run });
      const used = process.cpuUsage(before);
      const violations = checkPlan(problem, answer);
      if (violations.length > 0) unsound++;
      const best = bestOf(terms.directory, path);
      const cost = answer.cost / (form.unit ?? 1);
      const row: RichRow = {
        instance: path.replace(/\.json$/, ''),
        class: form.cls,
        n: form.jobs.length,
        feasible: violations.length === 0 && answer.unassigned.length === 0,
        cost,
        best_known: best.cost,
        gap_pct: best.cost === null ? null : percent(cost, best.cost),
        vehicles: answer.routes.length,
        best_vehicles: best.vehicles,
        unassigned: answer.unassigned.length,
        cpu_ms: (used.user + used.system) / 1000,
      };
      rows.push(row);
      if (terms.solutions !== undefined) {
        const file = join(terms.solutions, `${form.name}-${terms.seed + run}.json`);
        writeFileSync(file, JSON.stringify(solutionOf(answer)));
      }
      if (!terms.json)
        console.log(
          textRow(row) +
            `${answer.iterations}`.padStart(9) +
            (violations.length > 0 ? `  ${violations.slice(0, 3).join('; ')}` : ''),
        );
      else if (violations.length > 0) console.error(`${path}: ${violations.join('; ')}`);
    }
  }
  if (terms.json) console.log(JSON.stringify(rows));
  else console.log(['', ...classMeans(rows), `unsound plans: ${unsound}`].join('\n'));
  return unsound;
}

function textRow(row: RichRow): string {
  const vehicles = row.best_vehicles === null ? `${row.vehicles}` : `${row.vehicles} (${row.best_vehicles})`;
  return (
    row.instance.padEnd(32) +
    `${row.n}`.padStart(5) +
    row.cost.toFixed(1).padStart(12) +
    (row.best_known?.toFixed(1) ?? '-').padStart(12) +
    (row.gap_pct?.toFixed(3) ?? '-').padStart(9) +
    vehicles.padStart(9) +
    row.cpu_ms.toFixed(0).padStart(7) +
    (row.feasible ? '' : ` NOT FEASIBLE (${row.unassigned} left out)`)
  );
}

/** Infeasible answers first; the gap is the mean over the feasible ones. */
function classMeans(rows: readonly RichRow[]): string[] {
  const lines = [`${'class'.padEnd(12)} runs  infeasible  mean gap %  vehicles`];
  for (const [name, members] of Map.groupBy(rows, (row) => row.class)) {
    const feasible = members.filter((row) => row.feasible);
    const gaps = feasible.flatMap(({ gap_pct }) => (gap_pct === null ? [] : [gap_pct]));
    const mean = gaps.length === 0 ? '-' : (gaps.reduce((a, b) => a + b, 0) / gaps.length).toFixed(3);
    const vehicles = feasible.reduce((sum, row) => sum + row.vehicles, 0);
    lines.push(
      `${name.padEnd(12)}${`${members.length}`.padStart(5)}${`${members.length - feasible.length}`.padStart(12)}${mean.padStart(12)}${`${vehicles}`.padStart(10)}`,
    );
  }
  const all = rows.flatMap(({ gap_pct, feasible }) => (gap_pct === null || !feasible ? [] : [gap_pct]));
  lines.push(`mean over ${all.length} feasible runs: ${(all.reduce((a, b) => a + b, 0) / all.length).toFixed(3)} %`);
  return lines;
}
