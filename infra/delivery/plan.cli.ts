/** `npm run plan -- STAGE ARTEFACT HASH`: what deploying the artefact would change; it reads the account and writes nothing. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STAGES } from '../stages';
import { unpack } from './artefact';

const [stage, artefact, hash] = process.argv.slice(2);
if (!STAGES.some((one) => one === stage) || artefact === undefined || hash === undefined) {
  console.error(`usage: npm run plan -- ${STAGES.join('|')} ARTEFACT SHA256`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'dinex-planned-'));
unpack(artefact, folder, hash);
// Comparing templates takes the lookup role alone; a change set would take the role that deploys.
execFileSync(
  'cdk',
  ['diff', '--no-notices', '--method', 'template', '--app', join(folder, 'cdk.out'), `dinex-${stage ?? ''}-*`],
  {
    stdio: 'inherit',
  },
);
