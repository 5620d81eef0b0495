import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stage } from '../stages';
import { hashOf, unpack } from './artefact';
import { smoke, SmokeOptions } from './smoke';

export interface Promotion {
  readonly stage: Stage;
  /** The packed templates and bundles, as `npm run package` made them. */
  readonly artefact: string;
  /** The SHA-256 that the artefact had when it was checked. */
  readonly hash: string;
  /** Where the artefact that last passed in each stage is kept, to go back to. */
  readonly passed: string;
  readonly smoke?: SmokeOptions;
}

export type Outcome =
  { readonly ended: 'passed' } | { readonly ended: 'taken-back' | 'left-as-it-is'; readonly faults: readonly string[] };

/** Deploys what was checked and asks the stage; what fails is replaced by the artefact that passed there before. */
export async function promote(promotion: Promotion): Promise<Outcome> {
  const { stage, artefact, hash, passed } = promotion;
  const faults = await smoke(deploy(stage, artefact, hash), promotion.smoke);
  const previous = join(passed, `${stage}.tgz`);
  if (faults.length === 0) {
    mkdirSync(passed, { recursive: true });
    copyFileSync(artefact, previous);
    return { ended: 'passed' };
  }
  if (!existsSync(previous)) return { ended: 'left-as-it-is', faults };
  deploy(stage, previous, hashOf(previous));
  return { ended: 'taken-back', faults };
}

/** Deploys the stacks of a stage from an artefact; returns the stage's address. CloudFormation takes back what it cannot finish. */
function deploy(stage: Stage, artefact: string, hash: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dinex-promoted-'));
  try {
    unpack(artefact, folder, hash);
    const outputs = join(folder, 'outputs.json');
    const app = ['--app', join(folder, 'cdk.out'), `dinex-${stage}-*`];
    execFileSync('cdk', ['deploy', '--no-notices', '--require-approval', 'never', '--outputs-file', outputs, ...app], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
    });
    return addressOf(stage, outputs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function addressOf(stage: Stage, outputs: string): string {
  const written = JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, Record<string, string>>;
  const url = written[`dinex-${stage}-api`]?.PublicBaseUrl;
  if (url === undefined) throw new Error(`The stacks of ${stage} tell no PublicBaseUrl`);
  return url;
}
