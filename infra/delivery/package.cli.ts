/** `npm run package`: packs cdk.out, as it was checked, and the SBOM into dist/dinex.tgz; writes its hash beside it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hashOf, hashOfFolder, pack } from './artefact';

const ARTEFACT = 'dist/dinex.tgz';
const sealed = existsSync('cdk.out.sha256') ? readFileSync('cdk.out.sha256', 'utf8').trim() : undefined;
if (sealed === undefined) throw new Error('cdk.out was not checked: run `npm run security-check` first');
const found = hashOfFolder('cdk.out');
if (found !== sealed)
  throw new Error(`cdk.out is ${found}; ${sealed} was checked: run \`npm run security-check\` again`);
pack(ARTEFACT, '.', ['cdk.out', 'dist/sbom.cdx.json']);
writeFileSync(`${ARTEFACT}.sha256`, `${hashOf(ARTEFACT)}  ${ARTEFACT}\n`);
console.log(`${hashOf(ARTEFACT)}  ${ARTEFACT}`);
