import type { Alias, CfnAlias } from 'aws-cdk-lib/aws-lambda';
import { Deployment, named } from '../deployment';
import type { HandlerName } from '../stages';

/** `dinex-prod-api-canary` */
export const canaryGroupName = (deployment: Deployment, handler: HandlerName): string =>
  named(deployment, `${handler}-canary`);

/** Lets CodeDeploy shift the alias from its second version on: for the first there is nothing to shift from. */
export function canaryPolicy(deployment: Deployment, handler: HandlerName, alias: Alias): void {
  (alias.node.defaultChild as CfnAlias).cfnOptions.updatePolicy = {
    codeDeployLambdaAliasUpdate: {
      applicationName: named(deployment, 'lambda'),
      deploymentGroupName: canaryGroupName(deployment, handler),
    },
  };
}
