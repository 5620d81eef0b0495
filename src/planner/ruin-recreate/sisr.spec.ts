import fc from 'fast-check';
import { exampleJob, exampleVehicle, planeMatrix } from '../model/problem.fixture';
import type { PlanningProblem } from '../model/problem';
import { Rng } from '../rng';
import { validateProblem } from '../model/validate';
import { Insertion } from './insertion';
import { Journal } from './journal';
import { type ModelKind, madeUpModel, Unblinking } from '../model/fleet-model.fixture';
import { compileModel, type FleetModel } from '../model/fleet-model';
import { measureProximity } from '../model/proximity';
import { Recreate } from './recreate';
import { Routes } from './routes';
import { Ruin } from './ruin';
import { buildBySavings } from '../baseline/savings';

const anyKind = fc.constantFrom<ModelKind>('windows', 'no times', 'grid');
const anySeed = fc.integer();

const prepare = (kind: ModelKind, seed: number) => prepareOn(madeUpModel(kind, seed), seed);

function prepareOn(model: FleetModel, seed: number) {
  const rng = new Rng(seed);
  const routes = new Routes(model);
  const { nearest, predecessors } = measureProximity(model);
  if (model.slots === model.jobs) buildBySavings(routes, predecessors);
  const journal = new Journal(routes);
  const ruin = new Ruin(routes, journal, nearest, rng);
  const recreate = new Recreate(routes, journal, predecessors, rng);
  return { routes, predecessors, journal, ruin, recreate };
}

/** Everything the plan says of the nodes that are in a route, and of the plan as a whole. */
function stateOf(routes: Routes) {
  const { next, previous, slot, link, drive, size, load, room, times, cost, absent, absentCount, absentWeight } =
    routes;
  const placed = [...slot.keys()].filter((node) => slot[node]! >= 0);
  const by = (figures: ArrayLike<number>): number[] => placed.map((node) => figures[node]!);
  const figures = [next, previous, slot, link, drive, times.departure, times.latest].map(by);
  const left = [...absent.subarray(0, absentCount)].sort((a, b) => a - b);
  return {
    placed,
    figures,
    size: [...size],
    load: [...load],
    room: [...room],
    left,
    absentWeight,
    cost: cost.toFixed(6),
  };
}

/** The same plan with all its times computed from the beginning and the end of each route. */
function afresh(routes: Routes): Routes {
  const fresh = new Routes(routes.model);
  fresh.adopt(routes.next);
  for (let r = 0; r < routes.model.slots; r++) fresh.times.update(r);
  return fresh;
}

describe('ruin and recreate', () => {
  it('keep every figure of the plan right, changing only what changes', () => {
    fc.assert(
      fc.property(anyKind, anySeed, (kind, seed) => {
        const { routes, journal, ruin, recreate } = prepare(kind, seed);
        for (let iteration = 0; iteration < 10; iteration++) {
          journal.begin();
          ruin.run();
          expect(stateOf(routes)).toEqual(stateOf(afresh(routes)));
          recreate.run();
          expect(stateOf(routes)).toEqual(stateOf(afresh(routes)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leave the plan as it was when recreate gives up and the journal restores', () => {
    fc.assert(
      fc.property(anyKind, anySeed, fc.integer({ min: 0, max: 100 }), (kind, seed, more) => {
        const { routes, journal, ruin, recreate } = prepare(kind, seed);
        const before = stateOf(routes);
        journal.begin();
        ruin.run();
        fc.pre(!recreate.run(routes.cost + more, true));
        journal.restore();
        expect(stateOf(routes)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a journal', () => {
  it('takes jobs that were in no route out again', () => {
    const { routes, journal, ruin, recreate } = prepareOn(rowOfSixty(2), 1);
    journal.begin();
    recreate.run();
    const before = stateOf(routes);
    expect(before.left).toHaveLength(40);
    let others = 0;
    for (let iteration = 0; iteration < 20; iteration++) {
      journal.begin();
      ruin.run();
      recreate.run();
      if (String(stateOf(routes).left) !== String(before.left)) others++;
      journal.restore();
      expect(stateOf(routes)).toEqual(before);
    }
    expect(others).toBeGreaterThan(0);
  });
});

/** Sixty places in a row, and vans that hold ten each. */
function rowOfSixty(vans: number): FleetModel {
  const problem: PlanningProblem = {
    matrix: planeMatrix(Array.from({ length: 61 }, (_, i) => [i, 0] as const)),
    jobs: Array.from({ length: 60 }, (_, i) => exampleJob(i + 1, { demand: [1] })),
    vehicles: [exampleVehicle({ capacity: [10], count: vans })],
  };
  return compileModel(problem, validateProblem(problem));
}

describe('Routes', () => {
  it('measure the mean leg between jobs, legs from and to depots left out', () => {
    const routes = new Routes(rowOfSixty(2));
    expect(routes.meanLeg()).toBe(0);
    const start = 60;
    routes.insertAfter(start, 50);
    expect(routes.meanLeg()).toBe(0);
    routes.insertAfter(50, 40);
    routes.insertAfter(40, 36);
    expect(routes.meanLeg()).toBe((10 + 4) / 2);
  });
});

describe('Ruin', () => {
  /** How many jobs each of many ruins of the same plan removed. */
  function removedBy(model: FleetModel): number[] {
    const rng = new Rng(1);
    const routes = new Routes(model);
    for (let job = 0; job < 10 * model.slots; job++) {
      routes.insertAfter(routes.previous[model.jobs + 2 * Math.floor(job / 10) + 1]!, job);
    }
    routes.collectAbsent();
    const journal = new Journal(routes);
    const ruin = new Ruin(routes, journal, measureProximity(model).nearest, rng);
    return Array.from({ length: 1000 }, () => {
      const before = routes.absentCount;
      journal.begin();
      ruin.run();
      const removed = routes.absentCount - before;
      journal.restore();
      return removed;
    });
  }

  it('removes up to a string more than is enough', () => {
    const removed = removedBy(rowOfSixty(6));
    expect(Math.min(...removed)).toBe(1);
    expect(Math.max(...removed)).toBeGreaterThanOrEqual(14);
    expect(Math.max(...removed)).toBeLessThanOrEqual(13 + 10);
  });

  it('removes as many however many were in no route before', () => {
    const removed = removedBy(rowOfSixty(1));
    expect(Math.min(...removed)).toBe(1);
    expect(Math.max(...removed)).toBe(10);
  });
});

function canHold({ model, load }: Routes, r: number): boolean {
  return model.dimensions === 0 || load[r]! <= model.capacity[model.slotType[r]!]!;
}

/** By trying every place but those `passedOver`, feasible or not, and computing the whole plan each time. */
function leastCostWith(routes: Routes, job: number, passedOver = (_: number): boolean => false): number {
  const { jobs, nodes } = routes.model;
  const costs = Array.from({ length: nodes }, (_, p) => {
    const isEnd = p >= jobs && (p - jobs) % 2 === 1;
    if (routes.slot[p]! < 0 || isEnd || passedOver(p)) return Infinity;
    const trial = afresh(routes);
    const r = trial.slot[p]!;
    trial.insertAfter(p, job);
    return trial.times.update(r) && canHold(trial, r) ? trial.cost : Infinity;
  });
  return Math.min(...costs);
}

/** Where costs are the same both ways, a search beside neighbours need not find the best of long legs and of those home. */
function maySkip({ model, slot, next, link }: Routes): (p: number) => boolean {
  const { jobs, symmetric, timed } = model;
  const legs = [...link.subarray(0, jobs)].filter((_, job) => slot[job]! >= 0 && next[job]! < jobs);
  const long = (5 * legs.reduce((sum, leg) => sum + leg, 0)) / legs.length;
  return (p) => symmetric && !timed && p < jobs && (next[p]! >= jobs || link[p]! > long);
}

describe('Insertion', () => {
  it('finds the place that trying every one finds, in full routes and in roomy ones', () => {
    fc.assert(
      fc.property(anyKind, anySeed, (kind, seed) => {
        const { routes, predecessors, journal, ruin } = prepare(kind, seed);
        journal.begin();
        ruin.run();
        fc.pre(routes.absentCount > 0);
        const insertion = new Insertion(routes, predecessors, new Unblinking(1));
        insertion.begin();
        const job = routes.absent[0]!;
        const least = leastCostWith(routes, job);
        const mostTolerated = leastCostWith(routes, job, maySkip(routes));
        const p = insertion.find(job);
        if (p >= 0) routes.insertAfter(p, job);
        const found = p < 0 ? Infinity : routes.cost;
        expect(found).toBeGreaterThanOrEqual(least - 1e-6);
        expect(found).toBeLessThanOrEqual(mostTolerated + 1e-6);
      }),
      { numRuns: 200 },
    );
  });
});
