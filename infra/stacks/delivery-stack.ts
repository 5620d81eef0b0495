import { Duration, Stack } from 'aws-cdk-lib';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Effect, FederatedPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { rollbackRules } from '../alarms/rollback-alarms';
import { canaryGroupName, canaryPolicy } from '../constructs/canary';
import type { DinexFunction } from '../constructs/dinex-function';
import { acknowledgeNag } from '../constructs/suppressions';
import { Deployment, named } from '../deployment';
import type { HandlerName, PipelineIdentity } from '../stages';

/** How a version reaches the stage: the canaries that CodeDeploy leads, and the roles that Jenkins plans and deploys with. */
export class DeliveryStack extends Stack {
  constructor(
    scope: Construct,
    private readonly deployment: Deployment,
    functions: Readonly<Partial<Record<HandlerName, DinexFunction>>>,
  ) {
    super(scope, named(deployment, 'delivery'), {
      env: deployment.env,
      description: `DINEX ${deployment.stage}: canaries and the pipeline's roles`,
    });
    const application = new LambdaApplication(this, 'Application', { applicationName: named(deployment, 'lambda') });
    if (deployment.config.canary)
      for (const [handler, fn] of Object.entries(functions) as [HandlerName, DinexFunction][])
        this.createCanary(application, handler, fn);
    const { pipeline } = deployment.config;
    if (pipeline === undefined) return;
    this.createPipelineRole('plan', pipeline, ['lookup']);
    this.createPipelineRole('deploy', pipeline, ['deploy', 'file-publishing', 'lookup']);
  }

  private createCanary(application: LambdaApplication, handler: HandlerName, fn: DinexFunction): void {
    const alarms = rollbackRules(this.deployment, handler).map(({ name }) => named(this.deployment, name));
    const group = new LambdaDeploymentGroup(this, handler, {
      application,
      alias: fn.alias,
      deploymentGroupName: canaryGroupName(this.deployment, handler),
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      // By name: an export in use could not be removed when the canary is switched off.
      alarms: alarms.map((name) => Alarm.fromAlarmName(this, name, name)),
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });
    // CDK makes the alias refer to this stack, which refers to the alias's: a circle. Names break it.
    canaryPolicy(this.deployment, handler, fn.alias);
    acknowledgeNag(group, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]':
        'The least of the roles that AWS documents for CodeDeploy and Lambda; only CodeDeploy may assume it.',
    });
  }

  /**
   * May do nothing itself but take the roles that `cdk bootstrap` made, which CloudFormation's own role stands behind. Jenkins shows
   * AWS a token of an hour that names the job; that of another branch, or of another job, is refused here.
   */
  private createPipelineRole(
    use: 'plan' | 'deploy',
    { issuer, job }: PipelineIdentity,
    bootstrapRoles: string[],
  ): void {
    const provider = this.formatArn({ service: 'iam', region: '', resource: 'oidc-provider', resourceName: issuer });
    const role = new Role(this, `${use}-role`, {
      roleName: named(this.deployment, use),
      assumedBy: new FederatedPrincipal(
        provider,
        { StringEquals: { [`${issuer}:sub`]: job, [`${issuer}:aud`]: 'sts.amazonaws.com' } },
        'sts:AssumeRoleWithWebIdentity',
      ),
      maxSessionDuration: Duration.hours(1),
    });
    const bootstrapRole = (purpose: string): string =>
      this.formatArn({
        service: 'iam',
        region: '',
        resource: 'role',
        resourceName: `cdk-${BOOTSTRAP_QUALIFIER}-${purpose}-role-${this.account}-${this.region}`,
      });
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['sts:AssumeRole'],
        resources: bootstrapRoles.map(bootstrapRole),
      }),
    );
  }
}

/** The one of `cdk bootstrap` without options. */
const BOOTSTRAP_QUALIFIER = 'hnb659fds';
