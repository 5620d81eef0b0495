import { callName } from './aws-client';

describe('a call to AWS', () => {
  it('is named by its operation, or by its path where the protocol has no header for it', () => {
    const request = { method: 'POST', path: '/v2/email/outbound-emails' };
    expect(callName({ ...request, headers: {} })).toBe('POST /v2/email/outbound-emails');
    expect(callName({ ...request, headers: { 'x-amz-target': 'AmazonSQS.SendMessage' } })).toBe(
      'AmazonSQS.SendMessage',
    );
  });
});
