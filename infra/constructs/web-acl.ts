import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { Deployment, named } from '../deployment';
import type { WebAclConfig } from '../stages';
import { createLogGroup } from './log-group';

/** The header by which a caller is known; WAF and its log see a hash of it. */
const CREDENTIAL = 'authorization';

const HASHED = [{ priority: 0, type: 'MD5' }];

/** A caller that comes this near its limit is counted, and an alarm tells of it before anybody is blocked. */
const NEAR = 0.5;

export const BLOCKING_RULES = ['rate-per-credential', 'rate-per-ip'] as const;
export const NEAR_RULES = BLOCKING_RULES.map((rule) => `${rule}-near` as const);
export const webAclName = (deployment: Deployment): string => named(deployment, 'per-ip');

/** Stops a caller that asks too often before its requests cost anything: by its credential where it shows one, and by its address. */
export function protectByWebAcl(
  scope: Construct,
  deployment: Deployment,
  api: RestApi,
  config: WebAclConfig,
  key: IKey | undefined,
): void {
  const name = webAclName(deployment);
  const acl = new CfnWebACL(scope, 'WebAcl', {
    name,
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visibility(name),
    rules: [...rateRules(config), managed(4, 'AWSManagedRulesKnownBadInputsRuleSet')],
  });
  new CfnWebACLAssociation(scope, 'WebAclAssociation', {
    resourceArn: api.deploymentStage.stageArn,
    webAclArn: acl.attrArn,
  });
  // WAF writes only to groups of this prefix.
  const logs = createLogGroup(scope, 'WebAclLogs', { deployment, name: `aws-waf-logs-${name}`, key });
  logs.applyRemovalPolicy(RemovalPolicy.DESTROY);
  new CfnLoggingConfiguration(scope, 'WebAclLogging', {
    resourceArn: acl.attrArn,
    logDestinationConfigs: [Stack.of(scope).formatArn({ service: 'logs', resource: `log-group:${logs.logGroupName}` })],
    redactedFields: [
      { singleHeader: { Name: 'x-api-key' } },
      { singleHeader: { Name: CREDENTIAL } },
      { queryString: {} },
      // A recipient's link is in its path.
      { uriPath: {} },
    ],
    loggingFilter: {
      DefaultBehavior: 'DROP',
      Filters: [{ Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] }],
    },
  });
}

/** Counted before blocked, and by credential before by address. */
function rateRules({ windowSeconds, perCredential, perIp, action }: WebAclConfig): CfnWebACL.RuleProperty[] {
  const byCredential = (limit: number): CfnWebACL.RateBasedStatementProperty => ({
    limit,
    evaluationWindowSec: windowSeconds,
    aggregateKeyType: 'CUSTOM_KEYS',
    customKeys: [{ header: { name: CREDENTIAL, textTransformations: HASHED } }],
  });
  const byAddress = (limit: number): CfnWebACL.RateBasedStatementProperty => ({
    limit,
    evaluationWindowSec: windowSeconds,
    aggregateKeyType: 'IP',
  });
  const beyond = action === 'block' ? { block: {} } : { count: {} };
  const [credential, address] = BLOCKING_RULES;
  return [
    rate(0, `${credential}-near`, { count: {} }, byCredential(Math.floor(perCredential * NEAR))),
    rate(1, `${address}-near`, { count: {} }, byAddress(Math.floor(perIp * NEAR))),
    rate(2, credential, beyond, byCredential(perCredential)),
    rate(3, address, beyond, byAddress(perIp)),
  ];
}

const rate = (
  priority: number,
  name: string,
  action: CfnWebACL.RuleActionProperty,
  rateBasedStatement: CfnWebACL.RateBasedStatementProperty,
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  action,
  statement: { rateBasedStatement },
  visibilityConfig: visibility(name),
});

const managed = (priority: number, name: string): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
  visibilityConfig: visibility(name),
});

const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
