/**
 * What turns on the channels that are off by default: plain data. `config.ts` checks the values; where a deployed notifier gets
 * its variables and secrets from derives from here.
 */
export interface ChannelSettings {
  /** The variables that a stage sets to turn the channel on. */
  readonly variables: readonly [string, ...string[]];
  /** What it needs besides and nobody may see: on AWS Secrets Manager keeps it, in the clear it is for a laptop. */
  readonly secret?: ChannelSecret;
}

export interface ChannelSecret {
  readonly variable: string;
  /** What the value begins with, put there where Secrets Manager's own generated one lacks it. */
  readonly prefix?: string;
  readonly description: string;
}

export const CHANNEL_SETTINGS = {
  webhook: {
    variables: ['WEBHOOK_URL'],
    secret: {
      variable: 'WEBHOOK_SECRET',
      prefix: 'whsec_',
      description: 'Signs what DINEX sends to the webhook; its receiver holds the same value.',
    },
  },
} as const satisfies Readonly<Record<string, ChannelSettings>>;

/** A variable that turns a channel on. */
export type ChannelVariable = (typeof CHANNEL_SETTINGS)[keyof typeof CHANNEL_SETTINGS]['variables'][number];

export const CHANNEL_SECRETS: readonly ChannelSecret[] = Object.values<ChannelSettings>(CHANNEL_SETTINGS).flatMap(
  ({ secret }) => secret ?? [],
);

/** Returns the variable that says where Secrets Manager keeps a secret: a deployed function is told only this, not the value. */
export const secretArnVariable = ({ variable }: ChannelSecret): string => `${variable}_ARN`;
