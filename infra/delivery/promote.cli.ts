/** `npm run promote -- STAGE ARTEFACT HASH`: deploys an artefact, asks the stage, and goes back when an answer is wrong. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { STAGES } from '../stages';
import { promote } from './promote';

const [name, artefact, hash] = process.argv.slice(2);
const stage = STAGES.find((one) => one === name);
if (stage === undefined || artefact === undefined || hash === undefined) {
  console.error(`usage: npm run promote -- ${STAGES.join('|')} ARTEFACT SHA256`);
  process.exit(2);
}
const apiKey = process.env.SMOKE_API_KEY;
promote({
  stage,
  artefact,
  hash,
  passed: process.env.DINEX_PASSED_DIR ?? join(homedir(), '.dinex-passed'),
  ...(apiKey === undefined ? {} : { smoke: { apiKey } }),
}).then(
  (outcome) => {
    console.log(`${stage}: ${outcome.ended} (${hash})`);
    if (outcome.ended === 'passed') return;
    for (const fault of outcome.faults) console.error(fault);
    if (outcome.ended === 'left-as-it-is') console.error(`Nothing has passed in ${stage} before: there is no way back`);
    process.exitCode = 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
