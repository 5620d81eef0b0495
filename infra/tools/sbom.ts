/** `npm run sbom`, after `npm run bundle`: writes dist/sbom.cdx.json from the lock and fails when something shipped is not in it. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readJson, readLock } from '../supply-chain/lock';
import { addHashes, componentsOf, omissions, Sbom } from '../supply-chain/sbom';
import { report } from './report';

const FILE = 'dist/sbom.cdx.json';

const OPTIONS = ['--package-lock-only', '--omit', 'dev', '--omit', 'optional', '--output-reproducible'];
execFileSync('cyclonedx-npm', [...OPTIONS, '--output-file', FILE], { stdio: ['ignore', 'inherit', 'inherit'] });
const sbom = readJson(FILE) as Sbom;
const lock = readLock();
addHashes(sbom, lock);
writeFileSync(FILE, `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`${FILE}: ${componentsOf(sbom).length} packages`);
report('SBOM', omissions(sbom, lock, readJson('dist/bundled-packages.json') as string[]));
