import { App } from 'aws-cdk-lib';
import { Template as Synthesized } from 'aws-cdk-lib/assertions';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment, deploymentOf } from '../deployment';
import { createRemoteStacks, createStacks } from '../stacks';
import { Stage, STAGE_CONFIGS } from '../stages';
import { mergeTemplates, StageTemplate, Template } from './template';

/** Stands in for the built bundles: what is checked does not depend on their content. */
function emptyBundles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dinex-bundles-'));
  for (const handler of Object.keys(STAGE_CONFIGS.prod.functions)) {
    mkdirSync(join(folder, handler));
    writeFileSync(join(folder, handler, 'index.js'), 'exports.handler = async () => undefined;\n');
  }
  return folder;
}

/** An app with the feature flags of cdk.json. */
export function createApp(): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  return new App({ context: { ...context, bundles: emptyBundles() }, analyticsReporting: false });
}

/** A stage as it would be deployed, or as it would be with `changed`. */
export const synthesize = (stage: Stage, changed: Partial<Deployment> = {}): StageTemplate =>
  templateOf(createStacks, stage, changed);

/** What a stage would have in other regions and accounts. */
export const synthesizeRemote = (stage: Stage, changed: Partial<Deployment> = {}): StageTemplate =>
  templateOf(createRemoteStacks, stage, changed);

function templateOf(create: typeof createStacks, stage: Stage, changed: Partial<Deployment>): StageTemplate {
  const app = createApp();
  const deployment = { ...deploymentOf(stage, app.node), ...changed };
  const stacks = create(app, deployment);
  const templates = stacks.map(
    (stack) => [stack.stackName, Synthesized.fromStack(stack).toJSON() as Template] as const,
  );
  return mergeTemplates(stage, deployment.config, Object.fromEntries(templates));
}
