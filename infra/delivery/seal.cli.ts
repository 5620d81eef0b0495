/** `npm run seal`: remembers cdk.out as it was checked, so that `npm run package` packs these bytes and no others. */
import { writeFileSync } from 'node:fs';
import { hashOfFolder } from './artefact';

const hash = hashOfFolder('cdk.out');
writeFileSync('cdk.out.sha256', `${hash}\n`);
console.log(`cdk.out is sealed as ${hash}`);
