import { App } from 'aws-cdk-lib';
import { deploymentOf } from './deployment';
import { createRemoteStacks, createStacks } from './stacks';
import { STAGES } from './stages';

/** `cdk synth` writes every stage's templates; `cdk deploy 'dinex-dev-*'` deploys one. */
const app = new App();
for (const stage of STAGES) {
  const deployment = deploymentOf(stage, app.node);
  createStacks(app, deployment);
  createRemoteStacks(app, deployment);
}
app.synth();
