import { CallTally } from './call-tally';

describe('the tally of a request’s calls', () => {
  it('says nothing of nothing', () => {
    expect(new CallTally().figures).toBeUndefined();
  });

  it('names the slowest call, failed ones too', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const taking = (milliseconds: number) => (): Promise<void> => {
      now += milliseconds;
      return milliseconds > 20 ? Promise.reject(new Error('hung up')) : Promise.resolve();
    };
    const tally = new CallTally();
    await tally.measure('fast', taking(10));
    await expect(tally.measure('slow', taking(30))).rejects.toThrow('hung up');
    await tally.measure('next', taking(20));
    expect(tally.figures).toEqual({ aws_calls: 3, aws_ms: 60, slowest_call: 'slow', slowest_call_ms: 30 });
    jest.restoreAllMocks();
  });
});
