/**
 * What a channel needs around it, by its name: plain data. `config.ts` checks the values; which variables, secrets and permissions
 * a deployed notifier has derives from here.
 */
export interface ChannelSettings {
  /** The variables that a stage sets to turn the channel on. Default: none, and the channel is always on. */
  readonly variables?: readonly [string, ...string[]];
  /** The variables that a stage may set to bound what the channel sends. Default: none. */
  readonly bounds?: readonly string[];
  /** What it does at AWS. Default: nothing. */
  readonly grants?: readonly ChannelGrant[];
  /** What it needs besides and nobody may see: on AWS Secrets Manager keeps it, in the clear it is for a laptop. */
  readonly secret?: ChannelSecret;
}

/**
 * Leave to take one action on one kind of resource. In its texts `{partition}`, `{region}` and `{account}` stand for those of the stage,
 * `{mail_domain}` and `{mail_address}` for its sender's, and the name of a variable for that variable's value.
 */
export type ChannelGrant = {
  /** The action as IAM spells it. */
  readonly action: string;
  /** Values that the request must have, by condition key. Default: any. */
  readonly where?: Readonly<Record<string, string>>;
} & ({ readonly resource: string } | { readonly notResource: string });

export interface ChannelSecret {
  readonly variable: string;
  /** What the value begins with, put there where Secrets Manager's own generated one lacks it. */
  readonly prefix?: string;
  readonly description: string;
}

export const CHANNEL_SETTINGS = {
  email: {
    grants: [
      {
        action: 'ses:SendEmail',
        // The sender's address decides which verified identity a letter is sent as; no other address of the domain may be used.
        resource: 'arn:{partition}:ses:{region}:{account}:identity/{mail_domain}',
        where: { 'ses:FromAddress': '{mail_address}' },
      },
    ],
  },
  sms: {
    bounds: ['SMS_PER_DAY', 'SMS_PER_MONTH'],
    // A phone number has no ARN: everything but topics is what IAM can say.
    grants: [{ action: 'sns:Publish', notResource: 'arn:{partition}:sns:*:*:*' }],
  },
  webhook: {
    variables: ['WEBHOOK_URL'],
    secret: {
      variable: 'WEBHOOK_SECRET',
      prefix: 'whsec_',
      description: 'Signs what DINEX sends to the webhook; its receiver holds the same value.',
    },
  },
} as const satisfies Readonly<Record<string, ChannelSettings>>;

type Settings = (typeof CHANNEL_SETTINGS)[keyof typeof CHANNEL_SETTINGS];
type NamedIn<Channel, List extends string> =
  Channel extends Readonly<Record<List, readonly (infer Name)[]>> ? Name : never;

/** A variable that turns a channel on, or bounds it. */
export type ChannelVariable = NamedIn<Settings, 'variables'> | NamedIn<Settings, 'bounds'>;

export const CHANNEL_SECRETS: readonly ChannelSecret[] = Object.values<ChannelSettings>(CHANNEL_SETTINGS).flatMap(
  ({ secret }) => secret ?? [],
);

/** Returns the variable that says where Secrets Manager keeps a secret: a deployed function is told only this, not the value. */
export const secretArnVariable = ({ variable }: ChannelSecret): string => `${variable}_ARN`;
