import { readFileSync } from 'node:fs';
import { alarmRules } from './alarms';
import { createApp } from './checks/synthesize';
import { deploymentOf } from './deployment';
import type { HandlerName } from './stages';

const runbook = readFileSync('docs/runbook.md', 'utf8');
const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text.toLowerCase().replaceAll(' ', '-'));

describe('the runbook', () => {
  const prod = deploymentOf('prod', createApp().node);
  const handlers = Object.keys(prod.config.functions) as HandlerName[];

  it('says for every alarm what to do', () => {
    const rules = alarmRules({ deployment: prod, handlers });
    for (const { name, runbook: heading } of rules) expect([name, headings.includes(heading)]).toEqual([name, true]);
  });

  it('says how many executions prod reserves', () => {
    const reserved = Object.values(prod.config.functions).map((config) => config.reservedConcurrency ?? 0);
    expect(runbook).toContain(`prod reserves ${reserved.reduce((sum, one) => sum + one, 0)} executions`);
    expect(runbook).toContain(`--reserved-concurrent-executions ${prod.config.functions.api.reservedConcurrency}\n`);
  });

  it('has a heading for every link', () => {
    for (const [, anchor = ''] of runbook.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const [, script = ''] of runbook.matchAll(/npm run ([\w:-]+)/g))
      expect(Object.keys(scripts)).toContain(script);
  });
});
