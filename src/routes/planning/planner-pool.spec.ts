import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { checkPlan } from '../../planner/model/checker';
import { oneVehicleProblem, planeMatrix } from '../../planner/model/problem.fixture';
import { plan } from '../../planner/plan';
import { PlannerPool } from './planner-pool';
import { InvalidProblemError } from '../../planner/model/problem';

const problem = oneVehicleProblem(
  planeMatrix(Array.from({ length: 40 }, (_, i) => [(i * 37) % 101, (i * 53) % 97] as const)),
);
const OPTIONS = { timeLimitMs: Infinity, maxIterations: 2000, seed: 1 };
const planned = { ...plan(problem, OPTIONS), cpuMs: 0 };

describe('the planner pool', () => {
  const directory = mkdtempSync(join(tmpdir(), 'planner-pool-'));
  const workerFile = join(directory, 'worker.cjs');
  let pool: PlannerPool;

  beforeAll(() => {
    // As in a Lambda bundle: one file, nothing beside it.
    const entry = join(__dirname, 'worker.ts');
    buildSync({ entryPoints: [entry], outfile: workerFile, bundle: true, platform: 'node', format: 'cjs' });
  });
  beforeEach(() => (pool = new PlannerPool({ workerFile })));
  afterEach(() => pool.close());
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('answers what the planner answers', async () => {
    const answers = await Promise.all([pool.plan(problem, OPTIONS), pool.plan(problem, OPTIONS)]);
    for (const answer of answers) {
      expect(checkPlan(problem, answer)).toEqual([]);
      expect({ ...answer, cpuMs: 0 }).toEqual(planned);
    }
  });

  it('leaves the event loop free meanwhile', async () => {
    let turns = 0;
    let turning = true;
    const turn = (): void => {
      turns++;
      if (turning) setImmediate(turn);
    };
    turn();
    await pool.plan(problem, { ...OPTIONS, maxIterations: 10_000 });
    turning = false;
    // On this thread it would have had two or three.
    expect(turns).toBeGreaterThan(100);
  });

  it('carries an InvalidProblemError across, its path with it', async () => {
    const refused = pool.plan({ ...problem, matrix: { ...problem.matrix, size: 3 } }, OPTIONS);
    await expect(refused).rejects.toBeInstanceOf(InvalidProblemError);
    await expect(refused).rejects.toMatchObject({ path: 'matrix.cost' });
  });

  it('fails what cannot be sent without hanging', async () => {
    await expect(pool.plan({ ...problem, jobs: [(() => 1) as never] }, OPTIONS)).rejects.toThrow(/could not be cloned/);
  });

  it('fails the plans of a worker that ends, and starts another for the next', async () => {
    const lost = pool.plan(problem, { ...OPTIONS, maxIterations: 1e9 });
    const failed = expect(lost).rejects.toThrow(/stopped/);
    await pool.close();
    await failed;
    expect((await pool.plan(problem, OPTIONS)).unassigned).toEqual([]);
  });

  it('warms up when it is started early, and answers a plan meanwhile', async () => {
    let warm = false;
    const started = pool.start().then(() => (warm = true));
    const answer = await pool.plan(problem, OPTIONS);
    expect(warm).toBe(false);
    await started;
    const later = await pool.plan(problem, OPTIONS);
    for (const made of [answer, later]) expect({ ...made, cpuMs: 0 }).toEqual(planned);
  });

  it('lets the process end while it warms up', () => {
    const script = join(directory, 'starts-only.cjs');
    const entry = `import { PlannerPool } from './planner-pool'; void new PlannerPool({ workerFile: process.argv[2] }).start();`;
    const stdin = { contents: entry, resolveDir: __dirname, loader: 'ts' } as const;
    buildSync({ stdin, outfile: script, bundle: true, platform: 'node', format: 'cjs' });
    const { status, signal } = spawnSync(process.execPath, [script, workerFile], { timeout: 60_000 });
    expect({ status, signal }).toEqual({ status: 0, signal: null });
  });

  it('ends its warm-up with its worker', async () => {
    const started = pool.start();
    await pool.close();
    await expect(started).resolves.toBeUndefined();
  });

  it('plans on the calling thread where there is no worker file', async () => {
    const without = new PlannerPool({ workerFile: join(directory, 'missing.js') });
    expect((await without.plan(problem, OPTIONS)).cost).toBe(plan(problem, OPTIONS).cost);
    await expect(without.start()).resolves.toBeUndefined();
    await expect(without.plan({ ...problem, vehicles: [] }, { timeLimitMs: NaN })).rejects.toBeInstanceOf(
      InvalidProblemError,
    );
    await without.close();
  });
});
