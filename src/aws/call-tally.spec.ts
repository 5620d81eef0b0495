import { setTimeout as sleep } from 'node:timers/promises';
import { callName, CallTally } from './call-tally';

describe('the tally of a request’s calls', () => {
  it('says nothing of nothing', () => {
    expect(new CallTally().figures).toBeUndefined();
  });

  it('names the slowest call, failed ones too', async () => {
    const tally = new CallTally();
    await tally.measure('fast', () => Promise.resolve());
    await expect(
      tally.measure('slow', async () => {
        await sleep(30);
        throw new Error('hung up');
      }),
    ).rejects.toThrow('hung up');
    expect(tally.figures).toMatchObject({ aws_calls: 2, slowest_call: 'slow' });
  });

  it('names a call by its operation, or by its path where the protocol has no header for it', () => {
    const request = { method: 'POST', path: '/v2/email/outbound-emails' };
    expect(callName({ ...request, headers: {} })).toBe('POST /v2/email/outbound-emails');
    expect(callName({ ...request, headers: { 'x-amz-target': 'AmazonSQS.SendMessage' } })).toBe(
      'AmazonSQS.SendMessage',
    );
  });
});
