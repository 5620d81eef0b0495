import { readFileSync } from 'node:fs';
import { Measured, peak, PEAK_REQUESTS_PER_SECOND } from '../bench/cost/model';
import { CheckName, CHECKS } from './checks';
import { createApp, synthesize } from './checks/synthesize';
import type { StageTemplate } from './checks/template';
import { deploymentOf } from './deployment';
import { limitConflicts } from './limits';
import { atPeak } from './peak';
import { STAGE_CONFIGS } from './stages';
import { TABLE_IDS, TableId } from '../src/database/tables';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const measured = JSON.parse(readFileSync('bench/cost/measured.json', 'utf8')) as Measured;
const need = peak(PEAK_REQUESTS_PER_SECOND, measured);
const profile = atPeak(STAGE_CONFIGS.prod);
const runbook = readFileSync('docs/runbook.md', 'utf8');

/** DynamoDB's quota of a table on demand, which an account begins with. */
const TABLE_QUOTA = 40_000;
const NEW_TABLE = { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000 };
/** Of the notifier for one letter: a batch of ten takes 0.4 s. */
const LETTER_SECONDS = 0.4 / 10;

/** Enough, and no more than twice that: a figure that measurements have left behind fails. */
const covers = (configured: number, needed: number): void => {
  expect(configured).toBeGreaterThanOrEqual(needed * 1.2);
  expect(configured).toBeLessThanOrEqual(needed * 2);
};

describe('the peak profile', () => {
  it('lets 10,000 requests a second in, and its limits still agree', () => {
    expect(profile.api.ratePerSecond).toBe(PEAK_REQUESTS_PER_SECOND);
    expect(limitConflicts(profile)).toEqual([]);
  });

  it('has the executions that the load takes', () => {
    covers(profile.functions.api.reservedConcurrency ?? 0, need.concurrency);
    covers(profile.functions.notifications.reservedConcurrency ?? 0, need.eventsPerSecond * LETTER_SECONDS);
    expect(profile.functions.api.provisionedConcurrency).toBeLessThanOrEqual(need.concurrency);
    expect(profile.functions.api.provisionedConcurrency).toBeGreaterThanOrEqual(need.concurrency * 0.4);
  });

  it.each(TABLE_IDS)('keeps %s warm for what it is written and read', (id: TableId) => {
    const warm = profile.warmThroughput?.[id] ?? NEW_TABLE;
    const { writeUnits, readUnits } = need.tables[id];
    for (const [configured, needed, fresh] of [
      [warm.writeUnitsPerSecond, writeUnits, NEW_TABLE.writeUnitsPerSecond],
      [warm.readUnitsPerSecond, readUnits, NEW_TABLE.readUnitsPerSecond],
    ] as const) {
      expect(configured).toBeGreaterThanOrEqual(fresh);
      if (configured === fresh) expect(needed * 1.2).toBeLessThanOrEqual(fresh);
      else covers(configured, needed);
    }
    expect(warm.writeUnitsPerSecond).toBeLessThanOrEqual(TABLE_QUOTA);
  });

  it('reads its streams faster than changes come', () => {
    const shards = (profile.warmThroughput?.orders?.writeUnitsPerSecond ?? 0) / 1_000;
    const changesPerSecond = (shards * (profile.streamParallelization ?? 1) * 100) / 0.5;
    expect(changesPerSecond).toBeGreaterThan(2 * need.eventsPerSecond);
  });

  it('asks the account for what the runbook says', () => {
    const reserved = Object.values(profile.functions).reduce((sum, fn) => sum + (fn.reservedConcurrency ?? 0), 0);
    expect(runbook).toContain(`the profile reserves ${reserved.toLocaleString('en-US')} executions`);
    expect(runbook).toContain(`${Math.ceil(need.eventsPerSecond / 1_000)},000 mails a second`);
  });

  it('is chosen by context, for one stage', () => {
    const app = createApp();
    app.node.setContext('peak', 'prod');
    expect(deploymentOf('prod', app.node).config.api.ratePerSecond).toBe(PEAK_REQUESTS_PER_SECOND);
    expect(deploymentOf('dev', app.node).config.api.ratePerSecond).toBe(100);
  });
});

describe('prod at its peak', () => {
  let template: StageTemplate;
  beforeAll(() => {
    template = synthesize('prod', { config: profile });
  });

  it.each(Object.keys(CHECKS) as CheckName[])('keeps %s', (name) => {
    expect(CHECKS[name](template)).toEqual([]);
  });
});
