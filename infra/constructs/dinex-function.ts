import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Alias,
  Architecture,
  Code,
  Function as LambdaFunction,
  FunctionProps,
  IVersion,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment, isActive, named } from '../deployment';
import type { FunctionConfig, HandlerName } from '../stages';
import { createLogGroup } from './log-group';
import { acknowledgeNag, skipCheckov } from './suppressions';

export interface DinexFunctionProps {
  readonly deployment: Deployment;
  readonly handler: HandlerName;
  readonly timeoutSeconds: number;
  readonly config: FunctionConfig;
  readonly key: IKey | undefined;
}

/** The alias that everything calls: a canary moves it from version to version. */
export const LIVE = 'live';

/** One Lambda from its built bundle, with its own role, log group and alias. It may do nothing but log until connected. */
export class DinexFunction extends Construct {
  readonly function: LambdaFunction;
  readonly alias: Alias;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: DinexFunctionProps) {
    super(scope, id);
    const { deployment, handler, config, key } = props;
    const functionName = named(deployment, handler);
    this.logGroup = createLogGroup(this, 'Logs', { deployment, name: `/aws/lambda/${functionName}`, key });
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      description: `DINEX ${deployment.stage}: src/lambda/${handler}.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'lambda.handler',
      code: Code.fromAsset(bundleOf(deployment.bundles, handler), { exclude: ['*.map'] }),
      memorySize: config.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: this.createRole(deployment),
      logGroup: this.logGroup,
      tracing: deployment.config.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: commonVariables(deployment),
      // A version that a canary replaced stays, to go back to by hand.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      ...(key === undefined ? {} : { environmentEncryption: key }),
      ...reservation(deployment, config),
      ...this.network(deployment),
    });
    this.alias = new Alias(this, 'Live', {
      aliasName: LIVE,
      version: this.function.currentVersion as IVersion,
      ...(config.provisionedConcurrency === undefined
        ? {}
        : { provisionedConcurrentExecutions: config.provisionedConcurrency }),
    });
    this.explainFindings(deployment, config, key);
  }

  /** Lambda's managed policy may write to every log group; this role to its own. */
  private createRole({ config }: Deployment): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies:
        config.vpc === undefined
          ? []
          : [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaENIManagementAccess')],
    });
    this.logGroup.grantWrite(role);
    return role;
  }

  private network({ config: { vpc } }: Deployment): Pick<FunctionProps, 'vpc' | 'vpcSubnets' | 'securityGroups'> {
    if (vpc === undefined) return {};
    const network = Vpc.fromVpcAttributes(this, 'Vpc', vpc);
    acknowledgeNag(this, { 'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId': 'Nothing here makes a route.' });
    return {
      vpc: network,
      vpcSubnets: { subnets: network.privateSubnets },
      securityGroups: [SecurityGroup.fromSecurityGroupId(this, 'SecurityGroup', vpc.securityGroupId)],
    };
  }

  private explainFindings({ config: stage }: Deployment, config: FunctionConfig, key: IKey | undefined): void {
    skipCheckov(this.function, {
      CKV_AWS_116:
        'Nothing invokes it asynchronously: the API waits, queues have their own DLQ, streams a failure destination.',
      ...(stage.vpc === undefined
        ? {
            CKV_AWS_117:
              'It talks over TLS to AWS services, the notifier to shops on the internet too; nothing it uses is in a private network.',
          }
        : {}),
      ...(config.reservedConcurrency === undefined
        ? {
            CKV_AWS_115:
              'A small account has ten executions in all; the event source limits the worker, the stage the API.',
          }
        : {}),
      ...(key === undefined
        ? { CKV_AWS_173: 'The variables name tables and queues; a key of our own is for staging and prod.' }
        : {}),
    });
    acknowledgeNag(this, {
      'Serverless-LambdaDLQ':
        'Nothing invokes it asynchronously; queues have their own DLQ, streams a failure destination.',
      'Serverless-LambdaAsyncFailureDestination': 'Nothing invokes it asynchronously.',
    });
    if (stage.tracing)
      acknowledgeNag(this, {
        'AwsSolutions-IAM5[Resource::*]':
          'X-Ray has no resources to name: xray:PutTraceSegments and PutTelemetryRecords only.',
        'Serverless-StarPermissions': "X-Ray's two actions have no resources to name.",
      });
    else acknowledgeNag(this, { 'Serverless-LambdaTracing': 'Off by configuration of this stage.' });
    if (stage.vpc !== undefined)
      acknowledgeNag(this, {
        'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaENIManagementAccess]':
          'AWS maintains what a Lambda in a VPC needs to manage its network interfaces; none of it can name a resource.',
      });
  }
}

function bundleOf(folder: string, handler: HandlerName): string {
  const bundle = join(folder, handler);
  if (!existsSync(bundle)) throw new Error(`${bundle} does not exist: run \`npm run bundle\` first`);
  return bundle;
}

/** None at all where the application stands by: whoever calls it by mistake is refused. */
const reservation = (deployment: Deployment, { reservedConcurrency }: FunctionConfig) => {
  const reserved = isActive(deployment) ? reservedConcurrency : 0;
  return reserved === undefined ? {} : { reservedConcurrentExecutions: reserved };
};

const commonVariables = ({ stage, config }: Deployment): Record<string, string> => ({
  ...config.settings,
  STAGE: stage,
  AUTH_MODE: 'jwt',
  LOG_LEVEL: config.logLevel,
  ...(config.loggedRequestsPercent === undefined ? {} : { LOG_REQUESTS_PERCENT: String(config.loggedRequestsPercent) }),
  ORDER_TTL_DAYS: String(config.orderTtlDays),
  GEOCODER: config.geocoder,
  MATRIX_PROVIDER: config.matrixProvider,
});
