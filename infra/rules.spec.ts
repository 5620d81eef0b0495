import { Queue } from 'aws-cdk-lib/aws-sqs';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintTemplates } from './checks/lint';
import { nagFindings } from './checks/nag';
import { createApp } from './checks/synthesize';
import { deploymentOf } from './deployment';
import { createStacks } from './stacks';
import { Stage, STAGES } from './stages';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const appOf = (stages: readonly Stage[]) => {
  const app = createApp();
  const stacks = stages.flatMap((stage) => createStacks(app, deploymentOf(stage, app.node)));
  return { app, stacks };
};

describe('the rules of others', () => {
  const { app } = appOf(STAGES);

  it('of cdk-nag find nothing unexplained in any stage', () => {
    expect(nagFindings(app)).toEqual([]);
  });

  it('of cdk-nag find a queue without TLS', () => {
    const { app: faulty, stacks } = appOf(['dev']);
    new Queue(stacks[1] ?? faulty, 'Open');
    expect(nagFindings(faulty).join('\n')).toContain('AwsSolutions-SQS4');
  });

  it('of AWS for templates find nothing, and a runtime that has ended', () => {
    const { directory } = app.synth();
    expect(lintTemplates(directory)).toEqual([]);
    const template = readFileSync(join(directory, 'dinex-dev-api.template.json'), 'utf8');
    const folder = mkdtempSync(join(tmpdir(), 'dinex-faulty-'));
    writeFileSync(join(folder, 'faulty.template.json'), template.replaceAll('nodejs24.x', 'nodejs12.x'));
    expect(lintTemplates(folder).join('\n')).toContain('nodejs12.x');
  });
});
