import type { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { ChannelGrant, ChannelSettings, CHANNEL_SETTINGS, secretArnVariable } from '../../src/config/channel-settings';
import type { Deployment } from '../deployment';
import { allow, connect, Grant } from './connect';
import { secretConnection } from './connectables';
import type { DinexFunction } from './dinex-function';
import { createSecret } from './secrets';

/** Gives the notifier what each channel that is on in this stage needs (`channel-settings.ts`), and nothing of the others. */
export function connectChannels(
  stack: Stack,
  deployment: Deployment,
  notifier: Pick<DinexFunction, 'function'>,
  key: IKey | undefined,
  channels: Readonly<Record<string, ChannelSettings>> = CHANNEL_SETTINGS,
): void {
  const { config } = deployment;
  notifier.function.addEnvironment('MAIL_FROM', config.mailFrom);
  const given: Readonly<Partial<Record<string, string>>> = config.channels ?? {};
  for (const [channel, { variables, bounds = [], grants = [], secret }] of Object.entries(channels)) {
    if (variables !== undefined && !variables.some((name) => given[name] !== undefined)) continue;
    const values = [...(variables ?? []), ...bounds].flatMap((name) =>
      given[name] === undefined ? [] : [[name, given[name]] as const],
    );
    for (const [name, value] of values) notifier.function.addEnvironment(name, value);
    const meanings = new Map([...stageTexts(stack, config.mailFrom), ...values]);
    for (const grant of grants) allow(notifier, asStatement(grant, meanings));
    if (secret !== undefined) {
      const made = createSecret(stack, deployment, channel, { ...secret, notRotated: HELD_BY_ANOTHER }, key);
      connect(notifier, secretConnection(secretArnVariable(secret), made as ISecret, key), 'read');
    }
  }
}

const HELD_BY_ANOTHER = 'Whoever else holds it must change it at the same moment: rotated by hand (runbook).';

/** `avisos@dinex.example` of `DINEX <avisos@dinex.example>`. */
const addressOf = (sender: string): string => /<([^>]+)>/.exec(sender)?.[1] ?? sender;

function stageTexts({ partition, region, account }: Stack, sender: string): [string, string][] {
  const address = addressOf(sender);
  return Object.entries({
    partition,
    region,
    account,
    mail_address: address,
    mail_domain: address.split('@')[1] ?? address,
  });
}

function asStatement(grant: ChannelGrant, meanings: ReadonlyMap<string, string>): Grant {
  const filled = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
      const meaning = meanings.get(name);
      if (meaning === undefined)
        throw new Error(`${grant.action} is granted on {${name}}, which nothing gives a value`);
      return meaning;
    });
  const { where } = grant;
  const conditions =
    where === undefined
      ? {}
      : {
          conditions: {
            StringEquals: Object.fromEntries(Object.entries(where).map(([name, text]) => [name, filled(text)])),
          },
        };
  const on =
    'resource' in grant ? { resources: [filled(grant.resource)] } : { notResources: [filled(grant.notResource)] };
  return { actions: [grant.action], ...on, ...conditions };
}
