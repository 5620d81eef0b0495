/** `npm run infra:lint`: the template rules over cdk.out. */
import { lintTemplates } from '../checks/lint';
import { report } from './report';

report('Template rules', lintTemplates('cdk.out'));
