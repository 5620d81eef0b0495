import { Account, accountFaults, smsAttributes } from './account';
import { consumersAtOnce, STAGE_CONFIGS } from './stages';

const ready = (changes: Partial<Account> = {}): Account => ({
  id: '111122223333',
  sms: smsAttributes('prod', '111122223333'),
  mails: { perSecond: 14, inSandbox: false, stopped: false },
  ...changes,
});

describe('an account', () => {
  it('that is as the stage needs it has no faults', () => {
    expect(accountFaults('prod', ready())).toEqual([]);
  });

  it('that is new is told all that is missing', () => {
    const faults = accountFaults(
      'prod',
      ready({ sms: { MonthlySpendLimit: '1' }, mails: { perSecond: 1, inSandbox: true, stopped: true } }),
    );
    expect(faults).toEqual([
      "SNS's DefaultSMSType is not set and should be Transactional.",
      "SNS's DeliveryStatusIAMRole is not set and should be arn:aws:iam::111122223333:role/dinex-prod-sms-log.",
      "SNS's DeliveryStatusSuccessSamplingRate is not set and should be 100.",
      'SES sends 1 letters a second and mailsPerSecond of prod says 14.',
      'SES is in its sandbox: it sends to verified addresses alone.',
      "SES has stopped this account's letters.",
    ]);
  });
});

describe('the notifier', () => {
  it.each([
    [1, 2],
    [14, 2],
    [50, 5],
    [10_000, 50],
  ])('at %i letters a second runs %i times at once', (mailsPerSecond, executions) => {
    expect(consumersAtOnce({ ...STAGE_CONFIGS.prod, mailsPerSecond }, 'notifications')).toBe(executions);
  });

  it('runs as often as the stage says where it says so', () => {
    const config = { ...STAGE_CONFIGS.prod, queueConcurrency: { notifications: 300 } };
    expect(consumersAtOnce(config, 'notifications')).toBe(300);
  });
});
