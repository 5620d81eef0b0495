import { resourceName } from '../src/messaging/queues';
import { SMS_LOG_ROLE } from './constructs/sms-log-role';
import { Stage, STAGE_CONFIGS } from './stages';

/** What an account says of itself that no template can set. */
export interface Account {
  readonly id: string;
  /** SNS's attributes of text messages, as `GetSMSAttributes` returns them. */
  readonly sms: Readonly<Record<string, string | undefined>>;
  readonly mails: { readonly perSecond: number; readonly inSandbox: boolean; readonly stopped: boolean };
}

/** Returns SNS's attributes of text messages as a stage needs them. */
export const smsAttributes = (stage: Stage, accountId: string): Readonly<Record<string, string>> => ({
  DefaultSMSType: 'Transactional',
  MonthlySpendLimit: String(STAGE_CONFIGS[stage].smsMonthlyUsd),
  DeliveryStatusIAMRole: `arn:aws:iam::${accountId}:role/${resourceName(stage, SMS_LOG_ROLE)}`,
  DeliveryStatusSuccessSamplingRate: '100',
});

/** Returns in one sentence each what keeps an account from being what a stage needs. */
export function accountFaults(stage: Stage, { id, sms, mails }: Account): string[] {
  const { mailsPerSecond } = STAGE_CONFIGS[stage];
  return [
    ...Object.entries(smsAttributes(stage, id)).flatMap(([name, wanted]) =>
      sms[name] === wanted ? [] : [`SNS's ${name} is ${sms[name] ?? 'not set'} and should be ${wanted}.`],
    ),
    ...(mails.perSecond < mailsPerSecond
      ? [`SES sends ${mails.perSecond} letters a second and mailsPerSecond of ${stage} says ${mailsPerSecond}.`]
      : []),
    ...(mails.inSandbox ? ['SES is in its sandbox: it sends to verified addresses alone.'] : []),
    ...(mails.stopped ? ["SES has stopped this account's letters."] : []),
  ];
}
