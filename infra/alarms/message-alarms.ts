import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { StageMetrics } from '../constructs/metrics';
import type { AlarmRule, Watched } from './alarm-rule';

/** SES reviews an account at 5 % bounces or 0.1 % complaints, and stops its mails at 10 % or 0.5 %. */
const SES_LIMITS = {
  bounces: { metric: 'Reputation.BounceRate', review: 0.05, nearStop: 0.08 },
  complaints: { metric: 'Reputation.ComplaintRate', review: 0.001, nearStop: 0.004 },
} as const;

const FAILED_LETTERS = 20;
const FEW_MESSAGES = 20;
/** Of the account's monthly SMS quota, after which SNS drops every message without an error. */
const SMS_SPENT = 0.8;

/** Letters and text messages that reach nobody, and the reputation that decides whether any will. */
export function messageAlarms({ deployment }: Watched): AlarmRule[] {
  const metrics = new StageMetrics(deployment);
  return [
    ...(['email', 'sms', 'webhook'] as const).map((channel): AlarmRule => ({
      name: `${channel}-failed`,
      metric: metrics.counted(`${channel}_failed`),
      threshold: FAILED_LETTERS,
      periods: [2, 3],
      concern: 'tomorrow',
      meaning: `More than ${FAILED_LETTERS} tries of ${channel} fail in 5 minutes`,
      runbook: 'letters-fail',
    })),
    ...Object.entries(SES_LIMITS).flatMap(([name, { metric, review, nearStop }]): AlarmRule[] => [
      {
        name,
        metric: metrics.mails(metric),
        threshold: review,
        concern: 'tomorrow',
        meaning: `${name} are above the ${review * 100} % at which SES reviews the account`,
        runbook: 'bounces-and-complaints',
      },
      {
        name: `${name}-near-stop`,
        metric: metrics.mails(metric),
        threshold: nearStop,
        concern: 'events',
        meaning: `${name} are near the rate at which SES stops all mails`,
        runbook: 'bounces-and-complaints',
      },
    ]),
    {
      name: 'sms-spent',
      metric: metrics.textMessages('SMSMonthToDateSpentUSD', Stats.MAXIMUM),
      threshold: deployment.config.smsMonthlyUsd * SMS_SPENT,
      concern: 'tomorrow',
      meaning: `${SMS_SPENT * 100} % of the month's ${deployment.config.smsMonthlyUsd} USD for SMS are spent`,
      runbook: 'sms-spent',
    },
    {
      name: 'sms-capped',
      metric: metrics.counted('sms_capped'),
      threshold: 0,
      concern: 'tomorrow',
      meaning: 'Text messages are not sent, as the bound of the day or month is reached',
      runbook: 'sms-spent',
    },
    {
      name: 'sms-undelivered',
      metric: metrics.expression(`IF(sent >= ${FEW_MESSAGES}, 1 - delivered, 0)`, {
        sent: metrics.textMessages('NumberOfMessagesPublished', Stats.SUM),
        delivered: metrics.textMessages('SMSSuccessRate', Stats.AVERAGE),
      }),
      threshold: 0.2,
      periods: [2, 3],
      concern: 'tomorrow',
      meaning: 'Carriers deliver less than 80 % of text messages',
      runbook: 'sms-undelivered',
    },
  ];
}
