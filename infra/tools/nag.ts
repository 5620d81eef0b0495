/** `npm run infra:nag`: cdk-nag over every stage. */
import { nagFindings } from '../checks/nag';
import { createApp } from '../checks/synthesize';
import { deploymentOf } from '../deployment';
import { createStacks } from '../stacks';
import { STAGES } from '../stages';
import { report } from './report';

const app = createApp();
for (const stage of STAGES) createStacks(app, deploymentOf(stage, app.node));
report('cdk-nag', nagFindings(app));
