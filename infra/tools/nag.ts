/** `npm run infra:nag`: cdk-nag over every stage. */
import { nagFindings } from '../checks/nag';
import { createApp } from '../checks/synthesize';
import { deploymentOf } from '../deployment';
import { createRemoteStacks, createStacks } from '../stacks';
import { STAGES } from '../stages';
import { report } from './report';

const app = createApp();
for (const stage of STAGES)
  for (const create of [createStacks, createRemoteStacks]) create(app, deploymentOf(stage, app.node));
report('cdk-nag', nagFindings(app));
