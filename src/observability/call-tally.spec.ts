import { setTimeout as sleep } from 'node:timers/promises';
import { CallTally } from './call-tally';

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
});
