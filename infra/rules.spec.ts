import { Queue } from 'aws-cdk-lib/aws-sqs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintTemplates } from './checks/lint';
import { nagFindings } from './checks/nag';
import { createApp } from './checks/synthesize';
import { deploymentOf } from './deployment';
import { createStacks } from './stacks';
import { STAGES } from './stages';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const appOfAllStages = () => {
  const app = createApp();
  const stacks = STAGES.flatMap((stage) => createStacks(app, deploymentOf(stage, app.node)));
  return { app, stacks };
};

describe('cdk-nag', () => {
  it('finds nothing unexplained in any stage', () => {
    expect(nagFindings(appOfAllStages().app)).toEqual([]);
  });

  it('finds a queue without TLS', () => {
    const { app, stacks } = appOfAllStages();
    new Queue(stacks[1] ?? app, 'Open');
    expect(nagFindings(app).join('\n')).toContain('AwsSolutions-SQS4');
  });
});

describe('the template rules', () => {
  const { directory } = appOfAllStages().app.synth();

  it('find nothing, and every template is named with its stage', () => {
    expect(lintTemplates(directory)).toEqual([]);
  });

  it('find a runtime that AWS has ended', () => {
    const path = join(directory, 'dinex-dev-api.template.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('nodejs24.x', 'nodejs12.x'));
    expect(lintTemplates(directory).join('\n')).toContain('nodejs12.x');
  });
});
