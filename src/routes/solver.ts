import { Injectable } from '@nestjs/common';
import { plan } from '../planner/plan';
import type { Plan, PlanningOptions, PlanningProblem } from '../planner/problem';

/** Where the planner runs. */
@Injectable()
export class Solver {
  solve(problem: PlanningProblem, options: PlanningOptions): Promise<Plan> {
    return new Promise((resolve) => {
      resolve(plan(problem, options));
    });
  }
}
