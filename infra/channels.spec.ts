import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { ChannelSettings } from '../src/config/channel-settings';
import { at } from './checks/template';
import { connectChannels } from './constructs/connect-channels';
import { deploymentOf } from './deployment';
import { STAGE_CONFIGS } from './stages';

const WHATSAPP: ChannelSettings = {
  variables: ['WHATSAPP_NUMBER'],
  grants: [
    {
      action: 'social-messaging:SendWhatsAppMessage',
      resource: 'arn:aws:social-messaging:{region}:{account}:phone-number-id/{WHATSAPP_NUMBER}',
      where: { 'aws:PrincipalTag/sender': '{mail_address}' },
    },
  ],
};

/** Returns what a notifier with these channels has, where the stage gives these values. */
function notifierWith(channel: ChannelSettings, values: Readonly<Record<string, string>>) {
  const stack = new Stack(new App(), 'Channels', { env: { region: 'us-east-1', account: '111122223333' } });
  const notifier = new LambdaFunction(stack, 'Notifier', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = () => undefined;'),
  });
  const deployment = { ...deploymentOf('dev', stack.node), config: { ...STAGE_CONFIGS.dev, channels: values } };
  connectChannels(stack, deployment, { function: notifier }, undefined, { channel });
  const template = Template.fromStack(stack);
  const [fn] = Object.values(template.findResources('AWS::Lambda::Function'));
  const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
  return {
    variables: at({ fn }, 'fn.Properties.Environment.Variables'),
    statements: at({ policy }, 'policy.Properties.PolicyDocument.Statement') ?? [],
  };
}

describe('a channel that says what it needs', () => {
  it('gets its variables, and its permissions on what they name', () => {
    expect(notifierWith(WHATSAPP, { WHATSAPP_NUMBER: 'phone-1' })).toEqual({
      variables: { MAIL_FROM: STAGE_CONFIGS.dev.mailFrom, WHATSAPP_NUMBER: 'phone-1' },
      statements: [
        {
          Effect: 'Allow',
          Action: 'social-messaging:SendWhatsAppMessage',
          Resource: 'arn:aws:social-messaging:us-east-1:111122223333:phone-number-id/phone-1',
          Condition: { StringEquals: { 'aws:PrincipalTag/sender': 'avisos@dev.dinex.example' } },
        },
      ],
    });
  });

  it('gets nothing in a stage that does not turn it on', () => {
    expect(notifierWith(WHATSAPP, {})).toEqual({
      variables: { MAIL_FROM: STAGE_CONFIGS.dev.mailFrom },
      statements: [],
    });
  });

  it('has its permissions everywhere where nothing turns it on', () => {
    const sms: ChannelSettings = { grants: [{ action: 'sns:Publish', notResource: 'arn:aws:sns:*:*:*' }] };
    expect(notifierWith({ ...sms, bounds: ['SMS_PER_DAY'] }, {}).statements).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', NotResource: 'arn:aws:sns:*:*:*' },
    ]);
  });

  it('is refused where a permission names what has no value', () => {
    const unclear: ChannelSettings = { grants: [{ action: 'ses:SendEmail', resource: 'arn:aws:ses:{REGOIN}' }] };
    expect(() => notifierWith(unclear, {})).toThrow(
      'ses:SendEmail is granted on {REGOIN}, which nothing gives a value',
    );
  });
});
