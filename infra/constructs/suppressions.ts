import { CfnResource, Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Rule id and the reason why it does not hold here. */
export type Reasons = Readonly<Record<string, string>>;

const resourceOf = (construct: IConstruct): CfnResource | undefined => {
  const candidate = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild;
  return candidate !== undefined && CfnResource.isCfnResource(candidate) ? candidate : undefined;
};

/** Tells Checkov, in the template itself, which rules do not hold for this resource and why. */
export function skipCheckov(construct: IConstruct, reasons: Reasons): void {
  const resource = resourceOf(construct);
  if (resource === undefined) throw new Error(`${construct.node.path} is no CloudFormation resource`);
  const earlier = (resource.getMetadata('checkov') as { skip: unknown[] } | undefined)?.skip ?? [];
  const added = Object.entries(reasons).map(([id, comment]) => ({ id, comment }));
  resource.addMetadata('checkov', { skip: [...earlier, ...added] });
}

/** Tells cdk-nag which rules do not hold for this construct and those below it, and why. */
export function acknowledgeNag(construct: IConstruct, reasons: Reasons): void {
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })));
}

/** Returns an ARN as cdk-nag spells it where the account is known at deployment only. */
export const readable = ({ account }: Stack, arn: string): string =>
  Token.isUnresolved(account) ? arn.replaceAll(account, '<AWS::AccountId>') : arn;
