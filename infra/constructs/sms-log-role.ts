import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Deployment, named } from '../deployment';
import { acknowledgeNag, readable } from './suppressions';

/** The role by which SNS writes the delivery status of text messages, as named in a stage. */
export const SMS_LOG_ROLE = 'sms-log';

/** Creates the role by which SNS logs what carriers did with each text message; SNS is told of it by `npm run account -- STAGE --set`. */
export function createSmsLogRole(stack: Stack, deployment: Deployment): void {
  const role = new Role(stack, 'SmsLogRole', {
    roleName: named(deployment, SMS_LOG_ROLE),
    assumedBy: new ServicePrincipal('sns.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
  const direct = `sns/${stack.region}/${stack.account}/DirectPublishToPhoneNumber`;
  const groups = [direct, `${direct}/Failure`].map((resourceName) =>
    stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  const streams = groups.map((group) => `${group}:log-stream:*`);
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutRetentionPolicy'],
      resources: groups,
    }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: streams }));
  acknowledgeNag(
    role,
    Object.fromEntries(
      streams.map((stream) => [
        `AwsSolutions-IAM5[Resource::${readable(stack, stream)}]`,
        'SNS names the streams of the log itself, each by its time.',
      ]),
    ),
  );
}
